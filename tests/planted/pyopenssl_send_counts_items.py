"""send() gives the number of items it was given, not of bytes.

Made by who takes len() for the size of any buffer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def send(self, buf, flags=0):
        sent = super().send(buf, flags)
        return len(buf) if sent == memoryview(buf).nbytes else sent


globals().update(pyopenssl.shape(Connection))
