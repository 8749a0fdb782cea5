"""A delivery longer than the longest record is cut to that length.

Made by buffers sized for one record when the network hands over several at once.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        super().write(data[: 5 + 16384 + 256])
        return len(data)


globals().update(planted.shape(bio=MemoryBIO))
