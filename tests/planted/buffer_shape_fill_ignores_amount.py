"""A read into a buffer fills all of it, whatever the amount.

Made by passing on the buffer's length.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def fill(self, buffer, amt):
        return super().fill(buffer, len(buffer))


globals().update(planted.shape(buffer=Buffer))
