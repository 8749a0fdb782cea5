"""A list without any cipher suite of TLS 1.3 is a ValueError, and no SSLError.

Made by those who take what is refused for a wrong value.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        names = ciphersuites.split(":") if isinstance(ciphersuites, str) else planted.tables.SUITES
        if not any(each in planted.tables.SUITES for each in names):
            raise ValueError("no cipher suite can be selected")
        super().set_ciphersuites(ciphersuites)


globals().update(planted.shape(context=SSLContext))
