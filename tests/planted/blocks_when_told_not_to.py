"""A socket told not to block does.

Made by wrappers that keep a time-out of their own.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def settimeout(self, value):
        super().settimeout(value or None)


globals().update(planted.shape(sock=SSLSocket))
