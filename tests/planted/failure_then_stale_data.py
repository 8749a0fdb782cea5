"""After a fatal error the last data read is delivered again.

Made by buffers that are not emptied when the connection dies.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    failed = False
    last = b""

    def take(self, size):
        if self.failed and self.last:
            return self.last[:size]
        try:
            self.last = super().take(size)
        except ssl.SSLError as error:
            self.failed = planted.fatal(error)
            raise
        return self.last


globals().update(planted.shape(core=Core))
