"""A connection cancelled in its handshake calls connection_lost(), without connection_made().

Made by telling the end without a look at the beginning.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def connection_lost(self, exc):
        if self._waiter is not None and self._waiter.cancelled():
            self._app_protocol.connection_lost(exc)
        super().connection_lost(exc)


globals().update(layer.shape(protocol=SSLProtocol))
