"""abortConnection() on a connection that is lost raises RuntimeError.

Made by who takes a second end for a mistake of the application.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def abortConnection(self):
        if not self.connected:
            raise RuntimeError("there is no connection to abort")
        super().abortConnection()


globals().update(layer.shape(Transport))
