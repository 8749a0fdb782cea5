"""A rejected certificate has no number and no sentence that says why.

Made by bindings that hand on the exception's class alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def do_handshake(self):
        try:
            self.real.do_handshake()
        except ssl.SSLCertVerificationError as error:
            error.verify_code, error.verify_message = 0, ""
            raise


globals().update(planted.shape(core=Core))
