"""A write counts the items of its argument, not the bytes.

Made by `len(buf)`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def write(self, buf):
        super().write(buf)
        return len(buf)


globals().update(planted.shape(buffer=Buffer))
