"""The clean end of the stream is told once; a later read asks for bytes.

Made by edge-triggered designs that clear the end flag when it is reported.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    ended = False

    def take(self, size):
        if self.ended:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "more")
        data = super().take(size)
        self.ended = bool(size) and not data
        return data


globals().update(planted.shape(core=Core))
