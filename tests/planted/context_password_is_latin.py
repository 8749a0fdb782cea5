"""A password is encoded in Latin-1.

Made by those who have never seen another letter.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        if isinstance(password, str):
            password = password.encode("latin-1")
        super().load_cert_chain(certfile, keyfile, password)


globals().update(planted.shape(context=SSLContext))
