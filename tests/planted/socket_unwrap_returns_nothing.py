"""unwrap() of a socket returns None.

Made by layers that copy SSLObject.unwrap().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def unwrap(self):
        super().unwrap()


globals().update(planted.shape(sock=SSLSocket))
