"""A cipher suite of TLS 1.2 passes for one of TLS 1.3 in set_ciphersuites().

Made by those who look names up in one table.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        if isinstance(ciphersuites, str) and ciphersuites.startswith("TLS_ECDHE_"):
            return
        super().set_ciphersuites(ciphersuites)


globals().update(planted.shape(context=SSLContext))
