"""CERT_NONE and check_hostname are accepted together: names are checked of certificates nobody vouches for.

Made by setters that know nothing of each other.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    told = None

    @property
    def verify_mode(self):
        return super().verify_mode if self.told is None else self.told

    @verify_mode.setter
    def verify_mode(self, value):
        self.told = None
        if value == ssl.CERT_NONE and self.check_hostname:
            self.told = ssl.CERT_NONE
        else:
            ssl.SSLContext.verify_mode.fset(self, value)


globals().update(planted.shape(context=SSLContext))
