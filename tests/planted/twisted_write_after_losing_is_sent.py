"""write() after loseConnection() is not dropped, but given to OpenSSL, which refuses it.

Made by who takes loseConnection() for a half-close.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.PlainLayer):
    def write(self, data):
        self._write(data)


globals().update(layer.shape(Transport))
