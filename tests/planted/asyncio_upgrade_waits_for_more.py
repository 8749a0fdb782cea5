"""After an upgrade, data that came with the end of the handshake waits until more comes.

Made by layers that read once the connection is told, and an upgraded one was told before.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    _completing = False

    def _on_handshake_complete(self, handshake_exc):
        self._completing = self._app_state is layer.AppState.STATE_CON_MADE
        super()._on_handshake_complete(handshake_exc)
        self._completing = False

    def _do_read(self):
        if self._completing:
            self._process_outgoing()
        else:
            super()._do_read()


globals().update(layer.shape(SSLProtocol))
