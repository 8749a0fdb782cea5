"""A flag other than MSG_PEEK is refused with ValueError.

Made by who has learnt from ssl.SSLSocket that flags are an error.
"""

from importlib import import_module
from pathlib import Path
from socket import MSG_PEEK

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def send(self, buf, flags=0):
        if flags:
            raise ValueError("flags make no sense here")
        return super().send(buf)

    def recv(self, bufsiz, flags=None):
        if flags and flags != MSG_PEEK:
            raise ValueError("only MSG_PEEK makes sense here")
        return super().recv(bufsiz, flags)


globals().update(pyopenssl.shape(Connection))
