"""pending() of a socket is always 0.

Made by layers that take select() for the whole truth.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def pending(self):
        return 0


globals().update(planted.shape(sock=SSLSocket))
