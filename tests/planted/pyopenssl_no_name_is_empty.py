"""get_servername() gives b"" for a client that has sent no name.

Made by who likes one type better than two.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_servername(self):
        return super().get_servername() or b""


globals().update(pyopenssl.shape(Connection))
