"""write() takes text and numbers, and writes their text.

Made by layers that want to be kind.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            data = str(data).encode()
        super().write(data)


globals().update(layer.shape(transport=Transport))
