"""A negative timeout is taken for none at all.

Made by layers over poll(2), where -1 means for ever.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def settimeout(self, value):
        super().settimeout(None if value is not None and value < 0 else value)


globals().update(planted.shape(sock=SSLSocket))
