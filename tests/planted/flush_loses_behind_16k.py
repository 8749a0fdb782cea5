"""Of the output waiting to be sent only the first 16 KiB leave.

Made by flushes that send once and ignore the short count.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def read(self, size=-1):
        return super().read(size)[:16384]


globals().update(planted.shape(bio=MemoryBIO))
