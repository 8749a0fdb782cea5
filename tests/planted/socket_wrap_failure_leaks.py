"""When the handshake in wrap_socket() fails the connection stays open.

Made by bindings that lose a descriptor on their error path.
"""

import os
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, **how):
        spare = os.dup(sock.fileno())
        wrapped = super().wrap_socket(sock, **how)
        os.close(spare)
        return wrapped


globals().update(planted.shape(context=SSLContext))
