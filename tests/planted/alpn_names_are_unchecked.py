"""Names that are empty, too long or no ASCII are left out of the offer without a word.

Made by filtering in place of refusing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _fits(name):
    return isinstance(name, str) and name.isascii() and 0 < len(name) < 256


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, alpn_protocols):
        super().set_alpn_protocols([each for each in alpn_protocols if _fits(each)])


globals().update(planted.shape(context=SSLContext))
