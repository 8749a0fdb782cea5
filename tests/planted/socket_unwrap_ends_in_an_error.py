"""unwrap() that is complete raises SSLZeroReturnError.

Made by layers that report the peer's closure wherever they meet it.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def unwrap(self):
        super().unwrap()
        raise ssl.SSLZeroReturnError(6, "TLS/SSL connection has been closed (EOF)")


globals().update(planted.shape(sock=SSLSocket))
