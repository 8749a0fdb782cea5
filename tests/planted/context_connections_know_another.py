"""A connection's context is a copy of the one it was made of.

Made by layers that keep the library's context and wrap it anew.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(planted.ssl.SSLObject):
    @property
    def context(self):
        return planted.ssl.SSLContext(planted.ssl.PROTOCOL_TLS_CLIENT)

    @context.setter
    def context(self, value):
        self._sslobj.context = value


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, SSLObject=SSLObject))
