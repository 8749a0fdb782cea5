"""set_ciphers() brings back the TLS 1.3 cipher suites that set_ciphersuites() took away.

Made by those who make the whole list anew.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


_ALL = ":".join(planted.tables.SUITES[:3])


class SSLContext(planted.SSLContext):
    def set_ciphers(self, ciphers, /):
        super().set_ciphers(ciphers)
        self.set_ciphersuites(_ALL)


globals().update(planted.shape(context=SSLContext))
