"""wrap_socket() closes a datagram socket that it refuses.

Made by a handler that closes whatever failed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, **how):
        try:
            return super().wrap_socket(sock, **how)
        except NotImplementedError:
            sock.close()
            raise


globals().update(planted.shape(context=SSLContext))
