"""A finished handshake asks for bytes once more before it says that it is done.

Made by pumps that look for input before they look for completion.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    told = False

    def do_handshake(self):
        super().do_handshake()
        if not self.told:
            self.told = True
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "one more")


globals().update(planted.shape(core=Core))
