"""A wire cut without close_notify raises ConnectionResetError instead of SSLEOFError.

Made by layers that translate the end of the transport themselves.
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
        except ssl.SSLEOFError:
            raise ConnectionResetError(104, "Connection reset by peer") from None


globals().update(planted.shape(core=Core))
