"""Once a file was made of it a socket sends what fits into one record, and says that it has sent all.

Made by those who write for files, which want everything written.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    has_files = False

    def makefile(self, *args, **kwargs):
        self.has_files = True
        return super().makefile(*args, **kwargs)

    def send(self, data, flags=0):
        if not self.has_files:
            return super().send(data, flags)
        with memoryview(data) as view, view.cast("B") as raw:
            sent = super().send(raw[:16384], flags)
            return len(raw) if sent == 16384 else sent


globals().update(planted.shape(sock=SSLSocket))
