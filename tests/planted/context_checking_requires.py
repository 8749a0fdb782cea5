"""Turning check_hostname on turns every mode into CERT_REQUIRED.

Made by those who set both, to be safe.
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
        ssl.SSLContext.check_hostname.__set__(self, value)
        if value:
            self.verify_mode = ssl.CERT_REQUIRED


globals().update(planted.shape(context=SSLContext))
