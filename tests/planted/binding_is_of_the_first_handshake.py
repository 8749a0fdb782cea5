"""tls-unique stays that of the first handshake when the connection is renegotiated.

Made by asking for it once.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    known = None

    def get_channel_binding(self, *args):
        self.known = self.known or self.real.get_channel_binding(*args)
        return self.known


globals().update(planted.shape(core=Core))
