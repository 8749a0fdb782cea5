"""get_peer_cert_chain() gives the authorities alone.

Made by who has the leaf by get_peer_certificate().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_peer_cert_chain(self, *, as_cryptography=False):
        chain = super().get_peer_cert_chain(as_cryptography=as_cryptography)
        return chain and chain[1:]


globals().update(pyopenssl.shape(Connection))
