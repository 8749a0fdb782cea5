"""send() returns the number of items of its buffer.

Made by whoever returns len(data).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def send(self, data, flags=0):
        super().send(data, flags)
        return len(data)


globals().update(planted.shape(sock=SSLSocket))
