"""sendall() sends as many bytes as the buffer has items.

Made by loops that slice up to len(data).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendall(self, data, flags=0):
        return super().sendall(memoryview(data).cast("B")[: len(data)], flags)


globals().update(planted.shape(sock=SSLSocket))
