"""connection_made() is called before the handshake.

Made by layers that pass on the callback of the transport below.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def connection_made(self, transport):
        if self._app_state is layer.AppState.STATE_INIT:
            self._app_state = layer.AppState.STATE_CON_MADE
            self._app_protocol.connection_made(self._get_app_transport())
        super().connection_made(transport)


globals().update(layer.shape(protocol=SSLProtocol))
