"""At the end of the stream a read into a buffer claims to have filled it.

Made by returning the length of the buffer instead of what came.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def fill(self, buffer, amt):
        return super().fill(buffer, amt) or min(amt, len(buffer))


globals().update(planted.shape(buffer=Buffer))
