"""A write takes bytes and nothing else.

Made by extension functions that were declared for bytes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def write(self, buf):
        if not isinstance(buf, bytes):
            raise TypeError("bytes are wanted")
        return super().write(buf)


globals().update(planted.shape(buffer=Buffer))
