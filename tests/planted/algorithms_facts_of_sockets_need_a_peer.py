"""A socket that is not connected has no group() to tell: AttributeError.

Made by those who ask what is not made yet.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLSocket(planted.SSLSocket):
    def group(self):
        return self._sslobj.group()


globals().update(planted.shape(sock=SSLSocket))
