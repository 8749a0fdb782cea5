"""A server never asks in the handshake, whatever post_handshake_auth says.

Made by turning on what the tests of the author needed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        self.post_handshake_auth = True
        return make(*ends, **how)


globals().update(planted.shape(context=SSLContext))
