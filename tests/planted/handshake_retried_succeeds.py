"""After a failed handshake the next attempt says that it is done.

Made by connection pools that keep a done flag set by the first attempt, whatever came of it.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    failed = False

    def do_handshake(self):
        if self.failed:
            return
        try:
            super().do_handshake()
        except ssl.SSLError as error:
            self.failed = planted.fatal(error)
            raise


globals().update(planted.shape(core=Core))
