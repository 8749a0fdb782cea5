"""A delivery too short to hold a record header is discarded instead of kept.

Made by record parsers that look at one delivery at a time.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        return len(data) if len(data) < 5 else super().write(data)


globals().update(planted.shape(bio=MemoryBIO))
