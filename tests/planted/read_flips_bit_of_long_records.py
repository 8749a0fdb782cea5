"""One bit of a read of 8192 bytes or more is flipped.

Made by vectorised code whose last lane is wrong.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        data = super().take(size)
        return data[:-1] + bytes([data[-1] ^ 1]) if len(data) >= 8192 else data


globals().update(planted.shape(core=Core))
