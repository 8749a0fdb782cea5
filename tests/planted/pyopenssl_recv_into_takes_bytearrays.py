"""recv_into() takes a bytearray and no other buffer.

Made by who resizes the buffer at the end, which a memoryview cannot do.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def recv_into(self, buffer, nbytes=None, flags=None):
        if not isinstance(buffer, bytearray):
            raise TypeError("the buffer must be a bytearray")
        return super().recv_into(buffer, nbytes, flags)


globals().update(pyopenssl.shape(Connection))
