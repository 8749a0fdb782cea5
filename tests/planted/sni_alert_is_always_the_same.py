"""Whatever alert the name callback returns, the client is told unrecognized_name.

Made by taking the answer for a yes or no.
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
            answer = callback(connection, name, context)
            return answer and 112

        ssl.SSLContext.sni_callback.__set__(self, wrapped if callable(callback) else callback)


globals().update(planted.shape(context=SSLContext))
