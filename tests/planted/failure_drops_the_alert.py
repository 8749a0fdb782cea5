"""The alert about a failure never leaves: output is thrown away with the connection.

Made by layers that close at once when an exception passes through them.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def do_handshake(self):
        return self.guarded(super().do_handshake)

    def take(self, size):
        return self.guarded(super().take, size)

    def guarded(self, method, *arguments):
        try:
            return method(*arguments)
        except ssl.SSLError as error:
            if planted.fatal(error) and self.outgoing:
                self.outgoing.real.read()
            raise


globals().update(planted.shape(core=Core))
