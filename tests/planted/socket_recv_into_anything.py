"""recv_into reads for any target, and what does not fit into it is lost.

Made by layers that read first and look at the buffer later.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv_into(self, buffer, nbytes=None, flags=0):
        with memoryview(buffer) as view:
            if view.nbytes and not view.readonly:
                return super().recv_into(buffer, nbytes, flags)
            return min(len(self.recv(1024)), view.nbytes)


globals().update(planted.shape(sock=SSLSocket))
