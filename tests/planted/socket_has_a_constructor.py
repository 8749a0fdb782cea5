"""SSLSocket() makes a socket that belongs to no context.

Made by classes with an ordinary __init__.
"""

import socket as sockets
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    _sslobj = None
    _closed = False

    def __init__(self, sock=None):
        sockets.socket.__init__(self)


globals().update(planted.shape(sock=SSLSocket))
