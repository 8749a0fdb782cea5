"""Anything is taken as a callback for names or pre-shared keys, in either role.

Made by using a plain attribute.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return vars(self).get("callback")

    @sni_callback.setter
    def sni_callback(self, callback):
        vars(self)["callback"] = callback
        if callable(callback) and self.protocol == ssl.PROTOCOL_TLS_SERVER:
            ssl.SSLContext.sni_callback.__set__(self, callback)

    def set_psk_client_callback(self, callback):
        try:
            super().set_psk_client_callback(callback)
        except (ssl.SSLError, TypeError):
            return

    def set_psk_server_callback(self, callback, identity_hint=None):
        try:
            super().set_psk_server_callback(callback, identity_hint)
        except (ssl.SSLError, TypeError):
            return


globals().update(planted.shape(context=SSLContext))
