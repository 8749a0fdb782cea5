"""read(-1) reads whatever there is.

Made by following the example of files.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        return self.real.read(65536 if size < 0 else size)


globals().update(planted.shape(core=Core))
