"""A write before the handshake is done is sent unencrypted.

Made by upgradable streams that encrypt only once they are secure.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    secure = False

    def do_handshake(self):
        super().do_handshake()
        self.secure = True

    def write(self, data):
        if self.secure or not self.outgoing:
            return super().write(data)
        return self.outgoing.real.write(data)


globals().update(planted.shape(core=Core))
