"""A second write_eof() raises ValueError.

Made by those who guard every method of something that has ended.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    ended = False

    def write_eof(self):
        if self.ended:
            raise ValueError("the end was told before")
        self.ended = True
        self.real.write_eof()


globals().update(planted.shape(bio=MemoryBIO))
