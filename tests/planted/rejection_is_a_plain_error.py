"""A rejected certificate raises SSLError instead of SSLCertVerificationError.

Made by bindings that know one class of error.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def do_handshake(self):
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as error:
            raise ssl.SSLError(error.errno, error.strerror) from None


globals().update(planted.shape(core=Core))
