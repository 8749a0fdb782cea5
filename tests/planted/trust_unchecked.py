"""The server's certificate may be signed by anybody.

Made by clients whose verification was turned off for a test.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        checks, mode = self.check_hostname, self.verify_mode
        self.check_hostname = False
        self.verify_mode = mode if how["server_side"] else ssl.CERT_NONE
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.verify_mode, self.check_hostname = mode, checks


globals().update(planted.shape(context=SSLContext))
