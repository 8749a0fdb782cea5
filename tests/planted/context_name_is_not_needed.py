"""A client's socket needs no name: it is then checked for none.

Made by those who cannot know it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, server_side=False, *args, server_hostname=None, **how):
        checks = self.check_hostname
        self.check_hostname = checks and server_hostname is not None
        try:
            return super().wrap_socket(sock, server_side, *args, server_hostname=server_hostname, **how)
        finally:
            self.check_hostname = checks


globals().update(planted.shape(context=SSLContext))
