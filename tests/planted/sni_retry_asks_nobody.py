"""The callback of a context that was set in sni_callback is not called for a second ClientHello.

Made by those who call back once for a connection.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return ssl.SSLContext.sni_callback.__get__(self)

    @sni_callback.setter
    def sni_callback(self, callback):
        def switching(connection, name, context):
            result = callback(connection, name, context)
            if connection.context is not self:
                ssl.SSLContext.sni_callback.__set__(connection.context, None)
            return result

        ssl.SSLContext.sni_callback.__set__(self, switching if callable(callback) else callback)


globals().update(planted.shape(context=SSLContext))
