"""A key that stands in the certificate's file is not found there.

Made by those who always have two files.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, certfile, keyfile=None, password=None):
        super().load_cert_chain(certfile, keyfile if keyfile is not None else "", password)


globals().update(planted.shape(context=SSLContext))
