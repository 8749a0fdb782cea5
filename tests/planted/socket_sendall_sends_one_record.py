"""sendall() sends what fits into one record.

Made by layers that write once.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendall(self, data, flags=0):
        return super().sendall(memoryview(data).cast("B")[:16384], flags)


globals().update(planted.shape(sock=SSLSocket))
