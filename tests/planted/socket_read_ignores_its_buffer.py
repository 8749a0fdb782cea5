"""read() with a buffer returns the bytes and leaves the buffer as it was.

Made by shims that know only read(n).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def read(self, len=1024, buffer=None):  # noqa: A002 -- its name in ssl
        return super().read(len) if buffer is not None and not self._into else super().read(len, buffer)

    _into = False

    def recv_into(self, buffer, nbytes=None, flags=0):
        self._into = True
        try:
            return super().recv_into(buffer, nbytes, flags)
        finally:
            self._into = False


globals().update(planted.shape(sock=SSLSocket))
