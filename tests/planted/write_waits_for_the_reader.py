"""A write asks for bytes to read while a record is half read.

Made by stacks that cannot send while they hold received data.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        if self.real.pending():
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "read first")
        return super().write(data)


globals().update(planted.shape(core=Core))
