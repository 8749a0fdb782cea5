"""A read that was given full records only waits for one that is not full.

Made by those who take a full buffer for the sign that there is more.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    kept = b""

    def take(self, size):
        if size <= 0:
            return self.real.read(size)
        more = True
        while more and len(self.kept) < size and len(self.kept) % 16384 == 0:
            more = self.real.read(size - len(self.kept))
            self.kept += more
        data, self.kept = self.kept[:size], self.kept[size:]
        return data


globals().update(planted.shape(core=Core))
