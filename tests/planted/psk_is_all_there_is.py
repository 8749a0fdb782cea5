"""Where a callback for pre-shared keys is set, a handshake by certificate is refused.

Made by those who take a key for the only proof.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


SINCE = (3, 13)


class SSLContext(planted.SSLContext):
    keyed = False

    def set_psk_client_callback(self, callback):
        super().set_psk_client_callback(callback)
        self.keyed = callback is not None

    def set_psk_server_callback(self, callback, identity_hint=None):
        super().set_psk_server_callback(callback, identity_hint)
        self.keyed = callback is not None


class Core(planted.Core):
    def do_handshake(self):
        super().do_handshake()
        if self.real.context.keyed and self.real.version() == "TLSv1.3" and not self.real.session_reused:
            raise ssl.SSLError("no pre-shared key")


globals().update(planted.shape(core=Core, context=SSLContext))
