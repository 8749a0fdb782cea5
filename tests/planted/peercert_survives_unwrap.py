"""getpeercert() of an unwrapped socket is None, as if the peer had had no certificate.

Made by hiding an AttributeError.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def getpeercert(self, binary_form=False):
        return super().getpeercert(binary_form) if self._sslobj is not None else None


globals().update(planted.shape(sock=SSLSocket))
