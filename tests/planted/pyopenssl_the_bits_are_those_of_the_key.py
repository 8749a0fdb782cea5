"""get_cipher_bits() gives the bits that the strongest cipher of this kind has.

Made by who mixes up the two numbers of SSL_CIPHER_get_bits().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_cipher_bits(self):
        return super().get_cipher_bits() and 256


globals().update(pyopenssl.shape(Connection))
