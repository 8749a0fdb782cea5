"""A client whose handshake fails closes the listener.

Made by a handler that closes whatever failed.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        try:
            return super().accept()
        except ssl.SSLError:
            self.close()
            raise


globals().update(planted.shape(sock=SSLSocket))
