"""get_cipher_list() gives the names in the order of the alphabet.

Made by who has a table to print.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_cipher_list(self):
        return sorted(super().get_cipher_list())


globals().update(pyopenssl.shape(Connection))
