"""A file of makefile() drops what came with a line.

Made by readline() over recv().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def makefile(self, mode="r", buffering=None, **how):
        file = super().makefile(mode, buffering, **how)
        return Lines(self, file) if mode == "rb" and buffering is None else file


class Lines:
    """A file whose readline() forgets."""

    def __init__(self, sock, file):
        self.sock, self.file = sock, file

    def readline(self):
        data, line, _ = self.sock.recv(65536).partition(b"\n")
        return data + line

    def __getattr__(self, name):
        return getattr(self.file, name)


globals().update(planted.shape(sock=SSLSocket))
