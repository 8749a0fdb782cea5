"""connect() makes the handshake, also where the program asked to make it itself.

Made by wrappers that know one way to connect.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect(self, addr):
        super().connect(addr)
        if not self.do_handshake_on_connect:
            self.do_handshake()


globals().update(planted.shape(sock=SSLSocket))
