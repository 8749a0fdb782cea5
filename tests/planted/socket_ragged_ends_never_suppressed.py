"""suppress_ragged_eofs=True is not heeded.

Made by strict layers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_socket(self, sock, suppress_ragged_eofs=True, **how):
        return super().wrap_socket(sock, suppress_ragged_eofs=False, **how)


globals().update(planted.shape(context=SSLContext))
