"""want_read() tells of what waits to be written, and want_write() of the reading.

Made by who sees the wants from the side of the wire.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def want_read(self):
        return super().want_write()

    def want_write(self):
        return super().want_read()


globals().update(pyopenssl.shape(Connection))
