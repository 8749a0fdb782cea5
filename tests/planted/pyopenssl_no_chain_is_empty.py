"""get_verified_chain() gives an empty list where there is none.

Made by who likes to write a loop without an if.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_verified_chain(self, *, as_cryptography=False):
        return super().get_verified_chain(as_cryptography=as_cryptography) or []


globals().update(pyopenssl.shape(Connection))
