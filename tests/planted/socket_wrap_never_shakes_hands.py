"""do_handshake_on_connect is not heeded by wrap_socket().

Made by lazy layers, which shake hands with the first byte.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, do_handshake_on_connect=True, **how):
        return super().wrap_socket(sock, do_handshake_on_connect=False, **how)


globals().update(planted.shape(context=SSLContext))
