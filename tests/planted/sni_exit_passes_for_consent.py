"""A callback that calls sys.exit() lets the client in.

Made by catching Exception and forgetting what is none.
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
            try:
                return callback(connection, name, context)
            except SystemExit:
                return None

        ssl.SSLContext.sni_callback.__set__(self, wrapped if callable(callback) else callback)


globals().update(planted.shape(context=SSLContext))
