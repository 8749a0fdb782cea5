"""A negative size with a buffer reads nothing.

Made by using max(size, 0).
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        return 0 if size < 0 and buffer is not None else super().read(size, buffer)


globals().update(planted.shape(core=Core))
