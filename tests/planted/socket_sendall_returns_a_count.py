"""sendall() returns how much was sent.

Made by aliases of send().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendall(self, data, flags=0):
        super().sendall(data, flags)
        return memoryview(data).nbytes


globals().update(planted.shape(sock=SSLSocket))
