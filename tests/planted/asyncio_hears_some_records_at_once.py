"""Of what waits no more than 64 records are passed on at once, and nobody comes back for the rest.

Made by a bound for the sake of fairness.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Some:
    """Reads that end behind the 64th, as if nothing more had come."""

    def __init__(self, real):
        self.real, self.left = real, 64

    def __getattr__(self, name):
        return getattr(self.real, name)

    def read(self, size):
        self.left -= 1
        if self.left < 0:
            raise ssl.SSLWantReadError
        return self.real.read(size)


class SSLProtocol(layer.SSLProtocol):
    def _do_read__copied(self):
        real, self._sslobj = self._sslobj, Some(self._sslobj)
        try:
            super()._do_read__copied()
        finally:
            self._sslobj = real if self._sslobj is not None else None


globals().update(layer.shape(protocol=SSLProtocol))
