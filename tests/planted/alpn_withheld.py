"""Protocol names are accepted and never negotiated.

Made by layers that lose an option on the way down.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, names):
        pass


globals().update(planted.shape(context=SSLContext))
