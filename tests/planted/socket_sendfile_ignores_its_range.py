"""sendfile() sends the whole file, whatever offset and count say.

Made by a loop over read().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendfile(self, file, offset=0, count=None):
        if count is not None and count <= 0:
            raise ValueError("count must be a positive integer")
        return super().sendfile(file)


globals().update(planted.shape(sock=SSLSocket))
