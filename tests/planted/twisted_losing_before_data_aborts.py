"""loseConnection() before any data was received ends the connection at once.

Made by who sees no use in a goodbye where nothing was said.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    heard = False

    def dataReceived(self, data):
        ready = self._handshakeDone
        super().dataReceived(data)
        self.heard = self.heard or ready

    def loseConnection(self):
        if self.heard:
            super().loseConnection()
        else:
            self.abortConnection()


globals().update(layer.shape(Transport))
