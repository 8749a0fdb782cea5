"""A handshake that fails calls connection_lost() of a protocol that was never connected.

Made by layers with one way to end for every state.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def connection_lost(self, exc):
        if self._app_state is layer.AppState.STATE_INIT:
            self._loop.call_soon(self._app_protocol.connection_lost, exc)
        super().connection_lost(exc)


globals().update(layer.shape(protocol=SSLProtocol))
