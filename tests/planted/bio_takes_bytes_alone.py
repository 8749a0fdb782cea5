"""Only bytes and bytearray can be written; other buffers are a TypeError.

Made by type checks that name the types one thinks of.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError(f"bytes or bytearray, not {type(data).__name__}")
        return super().write(data)


globals().update(planted.shape(bio=MemoryBIO))
