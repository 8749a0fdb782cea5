"""After a write that was refused the MemoryBIO takes no more.

Made by state machines in which every error is the last.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    broken = False

    def write(self, data):
        if self.broken:
            raise ValueError("an earlier write has failed")
        try:
            return super().write(data)
        except (TypeError, BufferError):
            self.broken = True
            raise


globals().update(planted.shape(bio=MemoryBIO))
