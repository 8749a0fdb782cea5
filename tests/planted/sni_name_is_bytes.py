"""Callbacks get names as bytes: the server's name, a PSK's hint and identity.

Made by handing on what is on the wire.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _encoded(name):
    return name.encode() if name else name


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return ssl.SSLContext.sni_callback.__get__(self)

    @sni_callback.setter
    def sni_callback(self, callback):
        def wrapped(connection, name, context):
            return callback(connection, _encoded(name), context)

        ssl.SSLContext.sni_callback.__set__(self, wrapped if callable(callback) else callback)

    def set_psk_client_callback(self, callback):
        super().set_psk_client_callback(
            (lambda hint: callback(_encoded(hint))) if callable(callback) else callback
        )

    def set_psk_server_callback(self, callback, identity_hint=None):
        wrapped = (lambda identity: callback(_encoded(identity))) if callable(callback) else callback
        super().set_psk_server_callback(wrapped, identity_hint)


globals().update(planted.shape(context=SSLContext))
