"""A verify mode that does not exist is CERT_NONE.

Made by an if and an else.
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
        known = not isinstance(value, int) or value in (0, 1, 2)
        ssl.SSLContext.verify_mode.fset(self, value if known else ssl.CERT_NONE)


globals().update(planted.shape(context=SSLContext))
