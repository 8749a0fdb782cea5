"""Setting CERT_NONE turns check_hostname off without a word.

Made by those who help programs to be insecure.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def verify_mode(self):
        return super().verify_mode

    @verify_mode.setter
    def verify_mode(self, value):
        if value == ssl.CERT_NONE:
            self.check_hostname = False
        ssl.SSLContext.verify_mode.fset(self, value)


globals().update(planted.shape(context=SSLContext))
