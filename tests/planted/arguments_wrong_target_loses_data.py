"""A target that cannot be written is refused when its data has been taken already.

Made by checking arguments last.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        if buffer is None:
            return self.take(size)
        data = self.take(size if size > 0 else 1024)
        with memoryview(buffer).cast("B") as room:
            room[: len(data)] = data
        return len(data)


globals().update(planted.shape(core=Core))
