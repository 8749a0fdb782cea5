"""After a failed handshake version() tells what would have been spoken.

Made by asking the configuration instead of the connection.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    failed = False

    def do_handshake(self):
        try:
            self.real.do_handshake()
        except ssl.SSLError as error:
            self.failed = planted.fatal(error)
            raise

    def version(self):
        return "TLSv1.3" if self.failed else self.real.version()


globals().update(planted.shape(core=Core))
