"""Closing a file of makefile() closes the socket.

Made by files that own what they read.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def _decref_socketios(self):
        super()._decref_socketios()
        self.close()


globals().update(planted.shape(sock=SSLSocket))
