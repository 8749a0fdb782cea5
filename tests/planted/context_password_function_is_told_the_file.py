"""A function that gives a password is called with the key's file.

Made by those who find that useful.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        given = (lambda: password(keyfile)) if callable(password) else password
        super().load_cert_chain(certfile, keyfile, given)


globals().update(planted.shape(context=SSLContext))
