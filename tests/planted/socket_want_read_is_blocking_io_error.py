"""A non-blocking recv() with nothing to read raises BlockingIOError.

Made by wrappers that want to look like plain sockets.
"""

import errno
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        try:
            return super().recv(buflen, flags)
        except ssl.SSLWantReadError:
            raise BlockingIOError(errno.EAGAIN, "would block") from None


globals().update(planted.shape(sock=SSLSocket))
