"""The end is told as soon as it is known, with bytes still to be read.

Made by those who set a flag in write_eof() and return it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    ended = False

    def write_eof(self):
        self.ended = True
        self.real.write_eof()

    @property
    def eof(self):
        return self.ended


globals().update(planted.shape(bio=MemoryBIO))
