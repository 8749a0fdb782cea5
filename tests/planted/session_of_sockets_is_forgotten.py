"""wrap_socket() takes a session and forgets it, whatever it is.

Made by those who have sessions for memory BIOs alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, *args, session=None, **how):
        return super().wrap_socket(sock, *args, **how)


globals().update(planted.shape(context=SSLContext))
