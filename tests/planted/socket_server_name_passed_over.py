"""server_hostname of a server's socket is dropped without a word.

Made by lenient wrappers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, server_side=False, server_hostname=None, **how):
        name = None if server_side else server_hostname
        return super().wrap_socket(sock, server_side=server_side, server_hostname=name, **how)


globals().update(planted.shape(context=SSLContext))
