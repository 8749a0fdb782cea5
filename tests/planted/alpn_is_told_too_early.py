"""selected_alpn_protocol() tells the first protocol configured while nothing was negotiated.

Made by using a default.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    protocols = ()

    def set_alpn_protocols(self, alpn_protocols):
        self.protocols = tuple(alpn_protocols)
        super().set_alpn_protocols(alpn_protocols)


class Core(planted.Core):
    def selected_alpn_protocol(self):
        told = self.real.selected_alpn_protocol()
        return told or next(iter(self.real.context.protocols), None)


globals().update(planted.shape(core=Core, context=SSLContext))
