"""total_renegotiations() counts the first handshake too.

Made by who counts handshakes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def total_renegotiations(self):
        return super().total_renegotiations() + (self.get_session() is not None)


globals().update(pyopenssl.shape(Connection))
