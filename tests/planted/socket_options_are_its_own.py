"""setsockopt() is kept to itself and never reaches the socket underneath.

Made by wrappers around an inner socket.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def setsockopt(self, *args):
        return None


globals().update(planted.shape(sock=SSLSocket))
