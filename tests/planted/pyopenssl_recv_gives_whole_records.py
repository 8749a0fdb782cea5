"""recv(n) gives all that is decrypted, however small n is.

Made by who reads a record at a time, and has never met a caller that asks for less.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def recv(self, bufsiz, flags=None):
        data = super().recv(bufsiz, flags)
        return data + super().recv(self.pending(), flags) if self.pending() else data


globals().update(pyopenssl.shape(Connection))
