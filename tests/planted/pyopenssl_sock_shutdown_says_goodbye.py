"""sock_shutdown() sends a closure alert before it ends the socket.

Made by who would never end a connection without one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def sock_shutdown(self, *how):
        self.shutdown()
        super().sock_shutdown(*how)


globals().update(pyopenssl.shape(Connection))
