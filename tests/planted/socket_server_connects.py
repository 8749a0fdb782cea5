"""A socket wrapped for the server's side may connect.

Made by layers that learn the role from the call.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect(self, addr):
        self.server_side = False
        super().connect(addr)


globals().update(planted.shape(sock=SSLSocket))
