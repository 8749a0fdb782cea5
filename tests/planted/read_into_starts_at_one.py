"""Reading into a buffer leaves its first byte alone and shifts the data by one.

Made by pointer arithmetic.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        if buffer is None or len(buffer) < 2:
            return super().read(size, buffer)
        data = super().read(min(size, len(buffer) - 1))
        buffer[1 : 1 + len(data)] = data
        return len(data)


globals().update(planted.shape(core=Core))
