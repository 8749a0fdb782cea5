"""connect_ex() connects and makes no handshake.

Made by those who have overridden connect() alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect_ex(self, addr):
        asked, self.do_handshake_on_connect = self.do_handshake_on_connect, False
        try:
            return super().connect_ex(addr)
        finally:
            self.do_handshake_on_connect = asked


globals().update(planted.shape(sock=SSLSocket))
