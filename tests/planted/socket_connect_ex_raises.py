"""connect_ex() raises what it should return.

Made by aliases of connect().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect_ex(self, addr):
        self.connect(addr)
        return 0


globals().update(planted.shape(sock=SSLSocket))
