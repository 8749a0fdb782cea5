"""loseConnection() ends the transport without a closure alert.

Made by who closes a TLS connection as any other.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def loseConnection(self):
        self._aggregator.flush()
        self.disconnecting = True
        self.transport.loseConnection()


globals().update(layer.shape(Transport))
