"""connect() on a connected SSLSocket throws the connection away.

Made by layers that begin anew whenever told to.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect(self, addr):
        if self._connected:
            self._sslobj = None
            return
        super().connect(addr)


globals().update(planted.shape(sock=SSLSocket))
