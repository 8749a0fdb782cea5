"""selected_alpn_protocol() tells the first protocol offered, not the one chosen.

Made by adapters that answer from their configuration.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    offered = ()

    def set_alpn_protocols(self, names):
        self.offered = names
        super().set_alpn_protocols(names)


class Core(planted.Core):
    def selected_alpn_protocol(self):
        offered = self.real.context.offered
        return offered[0] if offered else None


globals().update(planted.shape(core=Core, context=SSLContext))
