"""After unwrap() the TLS layer is still there.

Made by layers whose state outlives the closure.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def unwrap(self):
        if not self._sslobj:
            raise ValueError("No SSL wrapper around " + str(self))
        return self._sslobj.shutdown()


globals().update(planted.shape(sock=SSLSocket))
