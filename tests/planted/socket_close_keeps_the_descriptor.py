"""close() marks the socket closed and leaves the descriptor open.

Made by bindings whose inner object outlives the outer.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def _real_close(self):
        self._sslobj = None
        if self.fileno() >= 0:
            self.detach()


globals().update(planted.shape(sock=SSLSocket))
