"""client_sigalg() is settled when the handshake ends, before a client is asked for its certificate.

Made by those who cache facts.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class Core(planted.Core):
    settled = None

    def do_handshake(self):
        super().do_handshake()
        self.settled = super().client_sigalg()

    def client_sigalg(self):
        return self.settled


globals().update(planted.shape(core=Core))
