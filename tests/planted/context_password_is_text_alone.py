"""A password that is no text is a TypeError.

Made by those who encode it themselves.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        if isinstance(password, (bytes, bytearray)):
            raise TypeError("a password is text")
        super().load_cert_chain(certfile, keyfile, password)


globals().update(planted.shape(context=SSLContext))
