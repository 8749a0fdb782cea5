"""A server with post_handshake_auth asks in the handshake.

Made by layers whose library has no such setting.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    _told = False

    @property
    def post_handshake_auth(self):
        return self._told

    @post_handshake_auth.setter
    def post_handshake_auth(self, value):
        self._told = value
        if self.protocol == ssl.PROTOCOL_TLS_CLIENT:
            ssl.SSLContext.post_handshake_auth.__set__(self, value)


globals().update(planted.shape(context=SSLContext))
