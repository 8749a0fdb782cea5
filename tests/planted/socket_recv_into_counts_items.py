"""Without a size recv_into takes the number of the buffer's items for its size.

Made by whoever writes len(buffer); CPython did until 3.11.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv_into(self, buffer, nbytes=None, flags=0):
        return super().recv_into(buffer, nbytes or len(buffer) or None, flags)


globals().update(planted.shape(sock=SSLSocket))
