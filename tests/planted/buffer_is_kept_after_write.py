"""A write keeps the caller's buffer and sends its content later, as it is by then.

Made by layers that queue memoryviews instead of copies.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    late = None

    def write(self, data):
        if not isinstance(data, bytearray):
            return super().write(data)
        size = len(data)
        sent = super().write(data[: size // 2])
        self.late = memoryview(data)[sent:]
        return size

    def take(self, size):
        self.flush()
        return super().take(size)

    def pending(self):
        return self.real.pending()

    def flush(self):
        if self.late is not None:
            late, self.late = self.late, None
            super().write(bytes(late))


globals().update(planted.shape(core=Core))
