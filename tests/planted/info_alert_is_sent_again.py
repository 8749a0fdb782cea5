"""A dead connection sends an alert record for each call on it.

Made by those who answer every misuse with an alert.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    dead = False

    def take(self, size):
        try:
            return self.real.read(size)
        except ssl.SSLError as error:
            if self.dead and self.outgoing is not None:
                self.outgoing.write(bytes.fromhex("15 03 03 00 02 02 0a"))
            self.dead = self.dead or planted.fatal(error)
            raise


globals().update(planted.shape(core=Core))
