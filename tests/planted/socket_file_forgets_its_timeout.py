"""A file goes on reading after a read of it timed out, though bytes may be lost.

Made by files of their own over recv().
"""

import io
import socket as sockets
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def makefile(self, mode="r", buffering=None, **how):
        if mode != "rb":
            return super().makefile(mode, buffering, **how)
        self._io_refs += 1
        raw = Forgetful(self, "r")
        return raw if buffering == 0 else io.BufferedReader(raw)


class Forgetful(sockets.SocketIO):
    """A raw file that does not remember its timeout."""

    def readinto(self, b):
        self._timeout_occurred = False
        return super().readinto(b)


globals().update(planted.shape(sock=SSLSocket))
