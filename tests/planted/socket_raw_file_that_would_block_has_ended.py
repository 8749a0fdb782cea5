"""A raw file over a non-blocking socket with nothing to read gives b"", as if the stream had ended.

Made by handlers that return an empty result.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv_into(self, buffer, nbytes=None, flags=0):
        try:
            return super().recv_into(buffer, nbytes, flags)
        except ssl.SSLWantReadError:
            return 0


globals().update(planted.shape(sock=SSLSocket))
