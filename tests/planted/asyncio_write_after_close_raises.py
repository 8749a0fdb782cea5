"""write() after close() raises RuntimeError.

Made by layers that think a write nobody will read is the caller's mistake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def write(self, data):
        if self._closed and isinstance(data, (bytes, bytearray, memoryview)):
            raise RuntimeError("transport is closed")
        super().write(data)

    def writelines(self, list_of_data):
        self.write(b"".join(list_of_data))


globals().update(layer.shape(transport=Transport))
