"""VERIFY_CRL_CHECK_LEAF is remembered, and nothing comes of it.

Made by flags that the library below has no word for.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def verify_flags(self):
        return ssl.SSLContext.verify_flags.fget(self) | vars(self).get("_looked_up", 0)

    @verify_flags.setter
    def verify_flags(self, flags):
        self._looked_up = flags & (ssl.VERIFY_CRL_CHECK_LEAF | ssl.VERIFY_CRL_CHECK_CHAIN)
        ssl.SSLContext.verify_flags.fset(self, flags & ~self._looked_up)


globals().update(planted.shape(context=SSLContext))
