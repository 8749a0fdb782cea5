"""What is written to a file of makefile() is dropped.

Made by files over recv() alone.
"""

import io
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def makefile(self, mode="r", buffering=None, **how):
        return io.BytesIO() if mode == "wb" else super().makefile(mode, buffering, **how)


globals().update(planted.shape(sock=SSLSocket))
