"""A TLS socket duplicates its descriptor and passes messages past TLS.

Made by sockets that inherit what they do not override.
"""

import socket
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def dup(self):
        socket.socket(fileno=socket.dup(self.fileno())).close()

    def recvfrom(self, *_args):
        return b"", None


globals().update(planted.shape(sock=SSLSocket))
