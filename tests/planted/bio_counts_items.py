"""A write returns how many items it was given, not how many bytes.

Made by len() of an array or of a view with more dimensions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        super().write(data)
        return len(data)


globals().update(planted.shape(bio=MemoryBIO))
