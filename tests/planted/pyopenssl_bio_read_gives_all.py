"""bio_read(n) gives all there is, however small n is.

Made by who takes n for a size of buffers, and enlarges them.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def bio_read(self, bufsiz):
        return super().bio_read(max(bufsiz, 1 << 20))


globals().update(pyopenssl.shape(Connection))
