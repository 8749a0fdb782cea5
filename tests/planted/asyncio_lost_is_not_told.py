"""After the end of the stream connection_lost() is never called.

Made by layers that take eof_received() for the last word.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def connection_lost(self, exc):
        if self._app_state is layer.AppState.STATE_EOF:
            self._app_state = layer.AppState.STATE_CON_LOST
        super().connection_lost(exc)


globals().update(layer.shape(protocol=SSLProtocol))
