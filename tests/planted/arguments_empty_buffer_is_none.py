"""A buffer without room is taken for no buffer.

Made by asking `if buffer` in place of `if buffer is not None`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        return super().read(size, buffer) if buffer else self.take(size)


globals().update(planted.shape(core=Core))
