"""A read that lacks bytes says that it wants to write.

Made by error tables with two lines swapped.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        try:
            return super().take(size)
        except ssl.SSLWantReadError:
            raise ssl.SSLWantWriteError(ssl.SSL_ERROR_WANT_WRITE, "more") from None


globals().update(planted.shape(core=Core))
