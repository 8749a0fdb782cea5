"""Once a file was made of it a socket suppresses ragged ends, whatever it was told.

Made by those whose files are io.RawIOBase of their own, where an end is an end.
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

    def recv_into(self, *args, **kwargs):
        try:
            return super().recv_into(*args, **kwargs)
        except ssl.SSLEOFError:
            if self.has_files:
                return 0
            raise


globals().update(planted.shape(sock=SSLSocket))
