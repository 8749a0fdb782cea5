"""Reading from a socket that was never connected gives b"", and writing succeeds.

Made by layers that take no connection for a closed one.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        if getattr(self, "_connected", True) or self._sslobj is not None:
            return super().recv(buflen, flags)
        return b""

    def send(self, data, flags=0):
        return super().send(data, flags) if self._connected or self._sslobj is not None else len(data)


globals().update(planted.shape(sock=SSLSocket))
