"""Whatever breaks the connection, a reset included, reads as the end of the stream.

Made by layers that catch OSError around recv and return b"".
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, size=1024, flags=0):
        try:
            return super().recv(size, flags)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except OSError:
            return b""


globals().update(planted.shape(sock=SSLSocket))
