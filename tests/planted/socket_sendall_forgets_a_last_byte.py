"""sendall() sends record by record for as long as more than one byte is left behind the first.

Made by those who count where a piece begins and where it ends by one rule.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendall(self, data, flags=0):
        rest = memoryview(data).cast("B")
        super().sendall(rest[:16384], flags)
        while len(rest := rest[16384:]) > 1:
            super().sendall(rest[:16384], flags)


globals().update(planted.shape(sock=SSLSocket))
