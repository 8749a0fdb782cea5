"""Setting post_handshake_auth sets CERT_OPTIONAL.

Made by those who want the documented precondition met.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def post_handshake_auth(self):
        return ssl.SSLContext.post_handshake_auth.__get__(self)

    @post_handshake_auth.setter
    def post_handshake_auth(self, value):
        ssl.SSLContext.post_handshake_auth.__set__(self, value)
        if value:
            self.check_hostname = False
            self.verify_mode = ssl.CERT_OPTIONAL


globals().update(planted.shape(context=SSLContext))
