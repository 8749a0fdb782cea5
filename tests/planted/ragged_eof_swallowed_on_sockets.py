"""Sockets always suppress ragged ends, whatever the caller asked for.

Made by wrappers that do not pass suppress_ragged_eofs on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, **how):
        how.pop("suppress_ragged_eofs", None)
        return super().wrap_socket(sock, **how)


globals().update(planted.shape(context=SSLContext))
