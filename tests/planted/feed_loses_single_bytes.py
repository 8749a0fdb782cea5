"""A delivery of one byte is lost.

Made by buffers that take one byte for a wake-up token, and by off-by-one slices.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        return 1 if len(data) == 1 else super().write(data)


globals().update(planted.shape(bio=MemoryBIO))
