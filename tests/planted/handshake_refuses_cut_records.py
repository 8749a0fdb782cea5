"""A handshake record that arrives in pieces is refused as malformed.

Made by stacks that expect a whole flight in one delivery.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def do_handshake(self):
        try:
            super().do_handshake()
        except ssl.SSLWantReadError:
            if self.incoming and self.incoming.cut:
                raise ssl.SSLError(1, "[SSL] record is too short") from None
            raise


globals().update(planted.shape(core=Core, bio=planted.FramedBIO))
