"""An empty MemoryBIO that has been used is at its end, told or not.

Made by those who take no data for no more data.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    used = False

    def write(self, data):
        self.used = True
        return super().write(data)

    @property
    def eof(self):
        return self.real.eof or (self.used and not self.real.pending)


globals().update(planted.shape(bio=MemoryBIO))
