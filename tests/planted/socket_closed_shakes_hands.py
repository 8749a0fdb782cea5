"""do_handshake() of a closed socket succeeds.

Made by layers that do nothing where there is no connection.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def do_handshake(self, *args):
        return super().do_handshake(*args) if self.fileno() >= 0 else None


globals().update(planted.shape(sock=SSLSocket))
