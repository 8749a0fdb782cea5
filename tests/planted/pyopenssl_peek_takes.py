"""MSG_PEEK is ignored as any other flag is: what was looked at is gone.

Made by who drops the flags of the socket API, which mean nothing to TLS.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def recv(self, bufsiz, flags=None):
        return super().recv(bufsiz)

    def recv_into(self, buffer, nbytes=None, flags=None):
        return super().recv_into(buffer, nbytes)


globals().update(pyopenssl.shape(Connection))
