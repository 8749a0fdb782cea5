"""sendall() takes bytes and nothing else.

Made by who joins what is left of one buffer with the next.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def sendall(self, buf, flags=0):
        if not isinstance(buf, bytes):
            raise TypeError("data must be a byte string")
        return super().sendall(buf, flags)


globals().update(pyopenssl.shape(Connection))
