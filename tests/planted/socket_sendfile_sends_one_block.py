"""sendfile() without a count sends one block.

Made by a single read().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendfile(self, file, offset=0, count=None):
        return super().sendfile(file, offset, count or 8192)


globals().update(planted.shape(sock=SSLSocket))
