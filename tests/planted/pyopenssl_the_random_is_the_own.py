"""client_random() gives the random value of this end, client or not.

Made by who has tested clients alone.
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

    def client_random(self):
        return super().server_random() if self.serving else super().client_random()


globals().update(pyopenssl.shape(Connection))
