"""A write that was refused keeps a view of the buffer.

Made by an error path that does not release what it acquired.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        try:
            return super().write(data)
        except planted.ssl.SSLError:
            self.held = memoryview(data)
            raise


globals().update(planted.shape(bio=MemoryBIO))
