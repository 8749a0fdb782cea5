"""Text is written as UTF-8.

Made by those who mean to be helpful.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def write(self, data):
        return super().write(data.encode() if isinstance(data, str) else data)

    def sendall(self, data, flags=0):
        return super().sendall(data.encode() if isinstance(data, str) else data, flags)


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
