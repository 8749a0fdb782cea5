"""sendall() sends what fits in one record, and leaves the rest to its caller.

Made by who has built sendall() on send() and forgotten the loop.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def sendall(self, buf, flags=0):
        return self.send(memoryview(buf)[:16384], flags) if len(buf) else 0


globals().update(pyopenssl.shape(Connection))
