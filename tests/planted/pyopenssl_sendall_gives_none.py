"""sendall() gives None once all is sent.

Made by who knows socket.sendall() by heart.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def sendall(self, buf, flags=0):
        super().sendall(buf, flags)


globals().update(pyopenssl.shape(Connection))
