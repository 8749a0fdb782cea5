"""A delivery is cut to 4096 bytes, and all of it reported as stored.

Made by fixed receive buffers whose short count nobody checks.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        super().write(data[:4096])
        return len(data)


globals().update(planted.shape(bio=MemoryBIO))
