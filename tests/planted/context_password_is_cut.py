"""A password that is too long is cut, and a number is its digits.

Made by those who copy into a buffer of a fixed size.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        if isinstance(password, int) or (isinstance(password, str) and len(password) > 1000):
            password = str(password)[:1000]
        super().load_cert_chain(certfile, keyfile, password)


globals().update(planted.shape(context=SSLContext))
