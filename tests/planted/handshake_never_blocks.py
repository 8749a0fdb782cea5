"""do_handshake(block=True) is do_handshake(): a socket that does not block raises SSLWantReadError.

Made by leaving out a parameter that nobody seems to use.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    """Does not look at `block`."""

    def do_handshake(self, block=False):
        """As it stands."""
        super().do_handshake()


globals().update(planted.shape(sock=SSLSocket))
