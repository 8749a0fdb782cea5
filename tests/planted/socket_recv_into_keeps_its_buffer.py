"""A socket keeps the buffer that recv_into was given.

Made by loops that look there for what is left over.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    _filled = None

    def recv_into(self, buffer, nbytes=None, flags=0):
        self._filled = memoryview(buffer)
        return super().recv_into(buffer, nbytes, flags)


globals().update(planted.shape(sock=SSLSocket))
