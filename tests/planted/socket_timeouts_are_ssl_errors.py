"""What times out raises SSLError.

Made by those who remember Python before 3.2.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        return _timed(super().accept)

    def recv(self, *args):
        return _timed(super().recv, *args)

    def do_handshake(self, *args):
        return _timed(super().do_handshake, *args)

    def send(self, *args):
        return _timed(super().send, *args)

    def unwrap(self):
        return _timed(super().unwrap)


def _timed(call, *args):
    try:
        return call(*args)
    except TimeoutError:
        raise ssl.SSLError("The operation timed out") from None


globals().update(planted.shape(sock=SSLSocket))
