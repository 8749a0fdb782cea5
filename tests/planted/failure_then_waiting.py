"""A read after a fatal error asks for more bytes.

Made by state machines that fall back to their start.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    failed = False

    def take(self, size):
        if self.failed:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "more")
        try:
            return super().take(size)
        except ssl.SSLError as error:
            self.failed = planted.fatal(error)
            raise


globals().update(planted.shape(core=Core))
