"""A server that requires a client certificate accepts a client without one.

Made by servers that ask for a certificate and do not look whether one came.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        mode = self.verify_mode
        if how["server_side"] and mode == ssl.CERT_REQUIRED:
            self.verify_mode = ssl.CERT_OPTIONAL
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.verify_mode = mode


globals().update(planted.shape(context=SSLContext))
