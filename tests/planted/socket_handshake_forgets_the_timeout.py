"""After the handshake a socket that had a timeout waits for ever.

Made by a handshake that has to wait, and sets back what it did not note.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def do_handshake(self, block=False):
        super().do_handshake(block)
        if self.gettimeout():
            self.settimeout(None)


globals().update(planted.shape(sock=SSLSocket))
