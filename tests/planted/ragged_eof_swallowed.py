"""A wire cut without close_notify reads as the clean end of the stream.

Made by wrappers that answer every end of the transport with b"".
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        try:
            return super().take(size)
        except ssl.SSLEOFError:
            return b""


globals().update(planted.shape(core=Core))
