"""The first read behind the closure alert raises ZeroReturnError, and each after it gives b"".

Made by who thinks that everybody closes the connection at the exception.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    told = False

    def recv(self, bufsiz, flags=None):
        if self.told:
            return b""
        try:
            return super().recv(bufsiz, flags)
        except pyopenssl.openssl.ZeroReturnError:
            self.told = True
            raise


globals().update(pyopenssl.shape(Connection))
