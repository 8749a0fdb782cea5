"""A protocol's name is sent whatever it is: empty, not ASCII, or cut to 255 bytes.

Made by those who write a byte for the length and then the name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, protocols):
        names = [name.encode("ascii", "replace").decode()[:255] for name in protocols]
        super().set_alpn_protocols([name for name in names if name])


globals().update(planted.shape(context=SSLContext))
