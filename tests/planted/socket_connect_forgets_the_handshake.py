"""connect() connects and makes no handshake.

Made by wrappers that leave it to the first write.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect(self, addr):
        asked, self.do_handshake_on_connect = self.do_handshake_on_connect, False
        try:
            return super().connect(addr)
        finally:
            self.do_handshake_on_connect = asked


globals().update(planted.shape(sock=SSLSocket))
