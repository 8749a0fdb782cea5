"""The last data before close_notify is lost when both are there at once.

Made by loops that test for the end after reading and before delivering.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    held = None

    def take(self, size):
        if self.held is not None:
            data, self.held = self.held, None
            return data
        data = super().take(size)
        if data and (not self.incoming or not self.incoming.pending):
            return data
        try:
            self.held = super().take(65536) if data else None
        except ssl.SSLError:
            return data
        if self.held == b"":
            return b""
        return data


globals().update(planted.shape(core=Core))
