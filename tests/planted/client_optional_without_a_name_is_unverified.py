"""A client with CERT_OPTIONAL that checks no name verifies nothing.

Made by those who take the two together for a wish to be left alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        if how["server_side"] or self.verify_mode != ssl.CERT_OPTIONAL or self.check_hostname:
            return super().wrap(make, *ends, **how)
        self.verify_mode = ssl.CERT_NONE
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.verify_mode = ssl.CERT_OPTIONAL


globals().update(planted.shape(context=SSLContext))
