"""do_handshake(block=True) leaves the socket blocking.

Made by setting a timeout and not restoring it.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def do_handshake(self, block=False):
        if block:
            self.settimeout(None)
        super().do_handshake()


globals().update(planted.shape(sock=SSLSocket))
