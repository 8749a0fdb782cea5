"""Reading a closed socket gives b"".

Made by layers that take their own end for the other's.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        return super().recv(buflen, flags) if self.fileno() >= 0 else b""


globals().update(planted.shape(sock=SSLSocket))
