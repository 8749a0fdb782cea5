"""A wire that ends during the handshake is a finished handshake.

Made by wrappers that treat the end of the stream as nothing to do.
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
        except ssl.SSLEOFError:
            return


globals().update(planted.shape(core=Core))
