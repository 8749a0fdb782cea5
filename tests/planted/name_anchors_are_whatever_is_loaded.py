"""Every certificate that is loaded is an anchor, VERIFY_X509_PARTIAL_CHAIN or not.

Made by libraries that know no other rule.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    told = ssl.VERIFY_X509_TRUSTED_FIRST

    def __init__(self, _protocol):
        self.verify_flags = self.told

    @property
    def verify_flags(self):
        return self.told

    @verify_flags.setter
    def verify_flags(self, value):
        self.told = ssl.VerifyFlags(value)
        ssl.SSLContext.verify_flags.fset(self, value | ssl.VERIFY_X509_PARTIAL_CHAIN)


globals().update(planted.shape(context=SSLContext))
