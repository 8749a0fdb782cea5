"""context gives a new object each time it is asked.

Made by bindings that wrap a handle anew whenever it crosses over.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    @property
    def context(self):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    @context.setter
    def context(self, value):
        self._sslobj.context = value


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
