"""A server of TLS 1.3 sends no change_cipher_spec, though the client asked for the disguise.

Made by servers that have compatibility mode as an option, and off.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        if how["server_side"]:
            self.options &= ~ssl.OP_ENABLE_MIDDLEBOX_COMPAT
        return super().wrap(make, *ends, **how)


globals().update(planted.shape(context=SSLContext))
