"""Of the size of a read only the lowest 16 bits count.

Made by using the type of a record's length.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        return self.real.read(size if size < 0 else size & 0xFFFF)


globals().update(planted.shape(core=Core))
