"""version() of a socket still tells of TLS after unwrap().

Made by keeping what was once negotiated.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    _told = None

    def version(self):
        self._told = super().version() or self._told
        return self._told

    def unwrap(self):
        self.version()
        return super().unwrap()


globals().update(planted.shape(sock=SSLSocket))
