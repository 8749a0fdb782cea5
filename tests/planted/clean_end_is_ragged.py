"""A proper close by the peer raises SSLEOFError.

Made by layers that look for the end of the transport before the closure alert.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        data = super().take(size)
        if size and not data:
            raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "EOF occurred in violation of protocol")
        return data


globals().update(planted.shape(core=Core))
