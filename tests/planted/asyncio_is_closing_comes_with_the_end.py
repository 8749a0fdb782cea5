"""is_closing() is False after the other side's close, as long as data is unsent.

Made by telling of our own close(), and of connection_lost().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _start_shutdown(self):
        closed = self._app_transport is not None and self._app_transport._closed
        super()._start_shutdown()
        if self._app_transport is not None and self._app_state == layer.AppState.STATE_EOF:
            self._app_transport._closed = closed


globals().update(layer.shape(protocol=SSLProtocol))
