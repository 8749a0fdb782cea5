"""suppress_ragged_eofs makes a success of a handshake and of an unwrap() that were cut off.

Made by one handler around every call.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def do_handshake(self, *args):
        return self._suppressing(super().do_handshake, *args)

    def unwrap(self):
        return self._suppressing(super().unwrap)

    def _suppressing(self, call, *args):
        try:
            return call(*args)
        except ssl.SSLEOFError:
            if not self.suppress_ragged_eofs:
                raise
            return None


globals().update(planted.shape(sock=SSLSocket))
