"""The number of bytes pending does not shrink when some are read.

Made by counters that only writes keep.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def __init__(self):
        super().__init__()
        self.count = 0

    def write(self, data):
        self.count += (written := super().write(data))
        return written

    @property
    def pending(self):
        self.count = self.count if self.real.pending else 0
        return self.count


globals().update(planted.shape(bio=MemoryBIO))
