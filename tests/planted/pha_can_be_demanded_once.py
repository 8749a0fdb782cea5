"""A client that is known already cannot be asked again: SSLError.

Made by a state that has no way back.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def verify_client_post_handshake(self):
        if self.real.getpeercert(True):
            raise ssl.SSLError(1, "the client is known")
        self.real.verify_client_post_handshake()


globals().update(planted.shape(core=Core))
