"""getpeercert() of a socket that was never connected is None.

Made by layers that take nobody for somebody without a certificate.
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
