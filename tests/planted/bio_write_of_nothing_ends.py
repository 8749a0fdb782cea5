"""Writing nothing is taken for the end.

Made by those who feed what recv() returned, and know that b"" is the end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        written = super().write(data)
        if not written:
            self.write_eof()
        return written


globals().update(planted.shape(bio=MemoryBIO))
