"""A write that lacks room says that it wants to read.

Made by wrappers with one exception for both kinds of waiting.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        try:
            return super().write(data)
        except ssl.SSLWantWriteError:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "more") from None


globals().update(planted.shape(core=Core))
