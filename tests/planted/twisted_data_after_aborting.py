"""What has come already is delivered after abortConnection() all the same.

Made by who ends the transport, and not the loop that reads the records there are.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def abortConnection(self):
        super().abortConnection()
        self._aborted = False


globals().update(layer.shape(Transport))
