"""Nothing is wrong here: nobody is authenticated after the handshake, and it says so.

As Python's ssl over AWS-LC, whose HAS_PHA is False.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    """Asks nobody."""

    def verify_client_post_handshake(self):
        """Not here."""
        raise NotImplementedError("post-handshake authentication is not supported by this library")


class SSLContext(planted.SSLContext):
    """Offers nothing."""

    @property
    def post_handshake_auth(self):
        """Never."""
        return False

    @post_handshake_auth.setter
    def post_handshake_auth(self, value):
        """Changes nothing."""


globals().update(planted.shape(core=Core, context=SSLContext, HAS_PHA=False))
