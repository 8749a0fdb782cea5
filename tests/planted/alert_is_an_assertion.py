"""An alert of the peer raises AssertionError.

Made by code that asserts what the other end decides.
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
            if "ALERT" in (error.reason or ""):
                raise AssertionError("the peer is content") from None
            raise


globals().update(planted.shape(core=Core))
