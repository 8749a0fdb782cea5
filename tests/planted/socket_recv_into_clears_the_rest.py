"""recv_into sets what it does not fill to zero.

Made by layers that copy a scratch buffer of full size.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv_into(self, buffer, nbytes=None, flags=0):
        count = super().recv_into(buffer, nbytes, flags)
        with memoryview(buffer).cast("B") as view:
            view[count:] = bytes(len(view) - count)
        return count


globals().update(planted.shape(sock=SSLSocket))
