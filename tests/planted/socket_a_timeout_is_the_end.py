"""Once a read has timed out the connection is given up.

Made by layers in which every exception is fatal.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    _over = False

    def recv(self, buflen=1024, flags=0):
        if self._over:
            raise ssl.SSLEOFError(8, "EOF")
        try:
            return super().recv(buflen, flags)
        except TimeoutError:
            self._over = True
            raise


globals().update(planted.shape(sock=SSLSocket))
