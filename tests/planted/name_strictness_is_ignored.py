"""VERIFY_X509_STRICT is accepted and not applied.

Made by those whose library has no such mode.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    extra = 0

    @property
    def verify_flags(self):
        return super().verify_flags | self.extra

    @verify_flags.setter
    def verify_flags(self, value):
        self.extra = value & ssl.VERIFY_X509_STRICT
        ssl.SSLContext.verify_flags.fset(self, value & ~ssl.VERIFY_X509_STRICT)


globals().update(planted.shape(context=SSLContext))
