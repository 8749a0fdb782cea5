"""The name callback is called twice for a ClientHello.

Made by calling it for the lookup and again for the choice.
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
        def wrapped(connection, name, context):
            callback(connection, name, context)
            return callback(connection, name, context)

        ssl.SSLContext.sni_callback.__set__(self, wrapped if callable(callback) else callback)


globals().update(planted.shape(context=SSLContext))
