"""accept() gives a connection whose handshake was not made.

Made by wrappers that leave it to the first read.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        asked, self.do_handshake_on_connect = self.do_handshake_on_connect, False
        try:
            return super().accept()
        finally:
            self.do_handshake_on_connect = asked


globals().update(planted.shape(sock=SSLSocket))
