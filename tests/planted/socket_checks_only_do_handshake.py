"""A handshake made within wrap_socket() or connect() checks no certificate.

Made by layers that verify in do_handshake() alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        owner = how.get("owner")
        if not getattr(owner, "do_handshake_on_connect", False) or how.get("server_side"):
            return super().wrap(make, *ends, **how)
        names, mode = self.check_hostname, self.verify_mode
        self.check_hostname, self.verify_mode = False, ssl.CERT_NONE
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.verify_mode, self.check_hostname = mode, names


globals().update(planted.shape(context=SSLContext))
