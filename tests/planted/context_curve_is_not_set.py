"""set_ecdh_curve() looks the name up, and that is all: servers agree on whatever clients like best.

Made by whoever leaves the library below its own list of groups.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    """Forgets the curve."""

    def set_ecdh_curve(self, name):
        """Set it on another context, for the sake of the errors."""
        planted.SSLContext(self.protocol).set_ecdh_curve(name)


globals().update(planted.shape(context=SSLContext))
