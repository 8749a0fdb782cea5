"""A with block that an exception leaves does not close its socket.

Made by those who keep it for whoever handles the exception.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def __exit__(self, kind, *rest):
        if kind is None:
            super().__exit__(kind, *rest)


globals().update(planted.shape(sock=SSLSocket))
