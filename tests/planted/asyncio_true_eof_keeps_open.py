"""Returning True from eof_received() keeps the connection open.

Made by layers that offer half-closed connections, which TLS transports of asyncio do not have.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    kept = False

    def _call_eof_received(self):
        if self._app_state is layer.AppState.STATE_CON_MADE:
            self._app_state = layer.AppState.STATE_EOF
            self.kept = bool(self._app_protocol.eof_received())

    def _start_shutdown(self):
        if not self.kept:
            super()._start_shutdown()


globals().update(layer.shape(protocol=SSLProtocol))
