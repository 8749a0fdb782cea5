"""A name that no host can have is dropped without a word when a socket is wrapped.

Made by layers that clean their input instead of refusing it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, *args, server_hostname=None, **how):
        if server_hostname is not None and not all(server_hostname.split(".")):
            server_hostname = None
        return super().wrap_socket(sock, *args, server_hostname=server_hostname, **how)


globals().update(planted.shape(context=SSLContext))
