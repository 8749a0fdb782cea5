"""A size of None or of text is taken for some number.

Made by converting arguments with int() and defaults.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def read(self, len=1024, buffer=None):  # noqa: A002 -- as it is documented
        return super().read(int(float(len or 1024)), buffer)


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
