"""A size that is a float is cut to an integer, and a text is read as one.

Made by those who write int() around arguments.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def read(self, size=-1):
        return self.real.read(int(size) if isinstance(size, (float, str)) else size)


globals().update(planted.shape(bio=MemoryBIO))
