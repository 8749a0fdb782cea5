"""sendfile() takes any count, and any socket.

Made by loops without checks.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendfile(self, file, offset=0, count=None):
        if (count is not None and count <= 0) or self.gettimeout() == 0:
            return 0
        return super().sendfile(file, offset, count)


globals().update(planted.shape(sock=SSLSocket))
