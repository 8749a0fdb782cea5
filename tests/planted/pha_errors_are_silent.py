"""verify_client_post_handshake() that cannot be met does nothing.

Made by ignoring what the library returns.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def verify_client_post_handshake(self):
        try:
            self.real.verify_client_post_handshake()
        except ssl.SSLError:
            return


globals().update(planted.shape(core=Core))
