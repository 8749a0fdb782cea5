"""An empty list of protocols is a ValueError.

Made by those who see no use for it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, protocols):
        if not protocols:
            raise ValueError("there is no protocol")
        super().set_alpn_protocols(protocols)


globals().update(planted.shape(context=SSLContext))
