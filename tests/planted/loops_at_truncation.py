"""A wire that ends without close_notify makes a read loop for ever.

Made by loops that retry whatever the transport answers.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        while True:
            try:
                return super().take(size)
            except ssl.SSLEOFError:
                continue


globals().update(planted.shape(core=Core))
