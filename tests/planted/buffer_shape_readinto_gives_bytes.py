"""readinto returns the bytes it has read.

Made by an alias of read.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.WrappedBuffer):
    def readinto(self, buffer, amt):
        return bytes(memoryview(buffer)[: super().readinto(buffer, amt)])


globals().update(planted.shape_543(buffer=Buffer))
