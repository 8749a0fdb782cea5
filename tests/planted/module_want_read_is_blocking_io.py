"""SSLWantReadError is a BlockingIOError as well.

Made by those who think that the two mean the same.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLWantReadError(ssl.SSLWantReadError, BlockingIOError):
    pass


globals().update(planted.shape(SSLWantReadError=SSLWantReadError))
