"""makefile() gives a file, which reads in clear where there is a socket.

Made by who asks the socket for everything that a Connection has not.
"""

from importlib import import_module
from io import BytesIO
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def makefile(self, mode="rb", buffering=-1):
        return BytesIO()


globals().update(pyopenssl.shape(Connection))
