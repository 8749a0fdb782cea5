"""What is written is copied, but a view of the caller's buffer is held until the next write.

Made by those who forget to release the buffer they were given.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    held = None

    def write(self, data):
        written = super().write(data)
        self.held = memoryview(data)
        return written


globals().update(planted.shape(bio=MemoryBIO))
