"""get_cipher_name() gives "(NONE)" while there is no cipher, as SSL_get_cipher() does.

Made by who hands on what the C library says.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_cipher_name(self):
        return super().get_cipher_name() or "(NONE)"


globals().update(pyopenssl.shape(Connection))
