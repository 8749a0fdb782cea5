"""A client with CERT_OPTIONAL verifies nothing.

Made by mapping the modes of servers to clients.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        mode, named = self.verify_mode, self.check_hostname
        if not how["server_side"] and mode == ssl.CERT_OPTIONAL:
            self.check_hostname = False
            self.verify_mode = ssl.CERT_NONE
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.verify_mode, self.check_hostname = mode, named


globals().update(planted.shape(context=SSLContext))
