"""Two records that are there at once are delivered in the wrong order.

Made by worker pools that decrypt records in parallel.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    held = b""

    def take(self, size):
        if self.held:
            data, self.held = self.held[:size], self.held[size:]
            return data
        data = super().take(size)
        if data and self.incoming and self.incoming.pending and not self.real.pending():
            try:
                first, data = data, super().take(size)
            except ssl.SSLError:
                return first
            self.held = first
        return data or self.take(size)


globals().update(planted.shape(core=Core))
