"""get_certificate() gives the other end's certificate, as get_peer_certificate() does.

Made by who has copied one method to the other.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_certificate(self, *, as_cryptography=False):
        return self.get_peer_certificate(as_cryptography=as_cryptography)


globals().update(pyopenssl.shape(Connection))
