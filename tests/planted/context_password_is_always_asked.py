"""A function that gives a password is called before the key is looked at.

Made by those who resolve their arguments first.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        super().load_cert_chain(certfile, keyfile, password() if callable(password) else password)


globals().update(planted.shape(context=SSLContext))
