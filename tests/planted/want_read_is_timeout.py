"""A read that lacks bytes raises TimeoutError.

Made by layers that know only blocking sockets.
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
            raise TimeoutError("The read operation timed out") from None


globals().update(planted.shape(core=Core))
