"""SSLWantReadError carries EAGAIN.

Made by those who translate what the socket said.
"""

import errno
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def do_handshake(self):
        try:
            super().do_handshake()
        except ssl.SSLWantReadError as error:
            raise ssl.SSLWantReadError(errno.EAGAIN, *error.args[1:]) from None


globals().update(planted.shape(core=Core))
