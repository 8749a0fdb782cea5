"""An end of the transport without a closure alert raises ZeroReturnError, as one with it does.

Made by who is tired of servers that do not say goodbye.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def recv(self, bufsiz, flags=None):
        try:
            return super().recv(bufsiz, flags)
        except pyopenssl.openssl.SysCallError as error:
            if error.args[0] != -1:
                raise
            raise pyopenssl.openssl.ZeroReturnError from None


globals().update(pyopenssl.shape(Connection))
