"""bio_write() gives None.

Made by who knows that a memory BIO takes everything.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def bio_write(self, buf):
        super().bio_write(buf)


globals().update(pyopenssl.shape(Connection))
