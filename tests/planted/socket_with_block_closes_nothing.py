"""Leaving a with block leaves the socket open.

Made by wrappers without __exit__ of their own.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def __exit__(self, *args):
        return None


globals().update(planted.shape(sock=SSLSocket))
