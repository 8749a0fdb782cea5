"""After shutdown() of either side reading gives b"" and writing 0.

Made by layers with one flag for both directions.
"""

import socket as sockets
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    _down = False

    def shutdown(self, how):
        sockets.socket.shutdown(self, how)
        self._down = True

    def recv(self, buflen=1024, flags=0):
        return b"" if self._down else super().recv(buflen, flags)

    def send(self, data, flags=0):
        return 0 if self._down else super().send(data, flags)


globals().update(planted.shape(sock=SSLSocket))
