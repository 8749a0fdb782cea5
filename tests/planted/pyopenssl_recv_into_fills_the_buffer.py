"""recv_into() fills the buffer as far as it goes, whatever nbytes says.

Made by who sees that the buffer has a size already.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def recv_into(self, buffer, nbytes=None, flags=None):
        return super().recv_into(buffer, None, flags)


globals().update(pyopenssl.shape(Connection))
