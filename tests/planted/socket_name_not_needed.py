"""Without a server_hostname the name is not checked, though the context says so.

Made by layers that check a name where there is one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, server_side=False, server_hostname=None, **how):
        unchecked = self.check_hostname and not server_side and not server_hostname
        if unchecked:
            self.check_hostname = False
        try:
            return super().wrap_socket(sock, server_side=server_side, server_hostname=server_hostname, **how)
        finally:
            if unchecked:
                self.check_hostname = True


globals().update(planted.shape(context=SSLContext))
