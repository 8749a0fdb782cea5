"""After connect() found nobody the socket takes itself for connected.

Made by flags that are set too early.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect(self, addr):
        try:
            super().connect(addr)
        except OSError:
            self._connected = True
            raise


globals().update(planted.shape(sock=SSLSocket))
