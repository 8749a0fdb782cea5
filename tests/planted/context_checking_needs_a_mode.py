"""The attribute check_hostname cannot be turned on before verify_mode: ValueError, as once in Python 3.6.

Made by those who kept the old rule.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def check_hostname(self):
        return super().check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        if value and self.verify_mode == ssl.CERT_NONE:
            raise ValueError("check_hostname needs CERT_OPTIONAL or CERT_REQUIRED")
        ssl.SSLContext.check_hostname.__set__(self, value)


globals().update(planted.shape(context=SSLContext))
