"""get_client_ca_list() is empty on a server: only a client is told of authorities.

Made by who has read one half of the sentence.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    serving = False

    def set_accept_state(self):
        self.serving = True
        super().set_accept_state()

    def get_client_ca_list(self, *, as_cryptography=False):
        return [] if self.serving else super().get_client_ca_list(as_cryptography=as_cryptography)


globals().update(pyopenssl.shape(Connection))
