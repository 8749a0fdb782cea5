"""The least preferred protocol is chosen.

Made by lists that are walked from the wrong end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, names):
        super().set_alpn_protocols(names[::-1])


globals().update(planted.shape(context=SSLContext))
