"""recv of a negative size gives b"", as if the stream had ended.

Made by loops over range(size).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        return super().recv(max(buflen, 0), flags)


globals().update(planted.shape(sock=SSLSocket))
