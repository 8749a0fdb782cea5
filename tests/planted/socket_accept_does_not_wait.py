"""accept() with nobody there fails at once.

Made by listeners left in non-blocking mode.
"""

import select
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        if not select.select([self], [], [], 0)[0]:
            raise ConnectionAbortedError("nobody there")
        return super().accept()


globals().update(planted.shape(sock=SSLSocket))
