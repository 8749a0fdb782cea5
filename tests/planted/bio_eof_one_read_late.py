"""The end is told by the read that finds nothing, not by the one that takes the last byte.

Made by those who know files.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    seen = False

    def read(self, size=-1):
        data = self.real.read(size)
        self.seen = self.seen or (self.real.eof and not data)
        return data

    @property
    def eof(self):
        return self.seen


globals().update(planted.shape(bio=MemoryBIO))
