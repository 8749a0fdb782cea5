"""A read of zero bytes waits for data.

Made by loops that read until something has come.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        if size == 0:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "more")
        return super().take(size)


globals().update(planted.shape(core=Core))
