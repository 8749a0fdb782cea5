"""sslsocket_class can be set and is not heeded.

Made by contexts that construct their own class.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, **how):
        wanted, self.sslsocket_class = self.sslsocket_class, ssl.SSLSocket
        try:
            return super().wrap_socket(sock, **how)
        finally:
            self.sslsocket_class = wanted


globals().update(planted.shape(context=SSLContext))
