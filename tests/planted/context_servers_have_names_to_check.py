"""A server's connection takes a name to check, and checks nothing.

Made by those who hand on every argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, server_side=False, *args, server_hostname=None, **how):
        return super().wrap_socket(
            sock, server_side, *args, server_hostname=None if server_side else server_hostname, **how
        )


globals().update(planted.shape(context=SSLContext))
