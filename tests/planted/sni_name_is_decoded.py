"""The name callback gets international names decoded.

Made by those who decode early.
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
            return callback(connection, name.encode().decode("idna") if name else name, context)

        ssl.SSLContext.sni_callback.__set__(self, wrapped if callable(callback) else callback)


globals().update(planted.shape(context=SSLContext))
