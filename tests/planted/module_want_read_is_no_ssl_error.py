"""SSLWantReadError is an OSError of its own.

Made by those for whom waiting is no error of TLS.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLWantReadError(OSError):
    pass


globals().update(planted.shape(SSLWantReadError=SSLWantReadError))
