"""send() to a peer that is gone succeeds.

Made by layers that leave errors to the next read.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def send(self, data, flags=0):
        try:
            return super().send(data, flags)
        except (ssl.SSLEOFError, ConnectionError):
            return len(data)


globals().update(planted.shape(sock=SSLSocket))
