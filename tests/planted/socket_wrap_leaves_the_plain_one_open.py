"""wrap_socket() works on a duplicate and leaves the plain socket as it was.

Made by bindings that need a descriptor of their own.
"""

import os
import socket as sockets
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, **how):
        again = sockets.socket(sock.family, sock.type, sock.proto, fileno=os.dup(sock.fileno()))
        again.settimeout(sock.gettimeout())
        return super().wrap_socket(again, **how)


globals().update(planted.shape(context=SSLContext))
