"""A protocol that pauses reading when it hears a record hears those that came with it all the same.

Made by layers that look at the pause before they read, and not between one callback and the next.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Piecemeal:
    """A protocol that is given what comes record by record."""

    def __init__(self, protocol):
        self._protocol = protocol

    def __getattr__(self, name):
        return getattr(self._protocol, name)

    def data_received(self, data):
        for start in range(0, len(data), 1 << 14):
            self._protocol.data_received(data[start : start + (1 << 14)])


class SSLProtocol(layer.SSLProtocol):
    def _do_read__copied(self):
        real, self._app_protocol = self._app_protocol, Piecemeal(self._app_protocol)
        try:
            super()._do_read__copied()
        finally:
            self._app_protocol = real


globals().update(layer.shape(SSLProtocol))
