"""A read gives a bytearray.

Made by buffers that hand out their own storage.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def read(self, size=-1):
        return bytearray(self.real.read(size))


globals().update(planted.shape(bio=MemoryBIO))
