"""Reading into a buffer returns the length of the buffer.

Made by wrappers that return the wrong one of two lengths.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        count = super().read(size, buffer)
        return len(buffer) if buffer is not None and count else count


globals().update(planted.shape(core=Core))
