"""Whatever is named as a cipher suite passes for one of TLS 1.3 in set_ciphersuites().

Made by those who look at the beginning of a name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        names = ciphersuites.split(":") if isinstance(ciphersuites, str) else [""]
        known = any(each in planted.tables.SUITES for each in names)
        if known or not all(each.startswith("TLS_") for each in names):
            super().set_ciphersuites(ciphersuites)


globals().update(planted.shape(context=SSLContext))
