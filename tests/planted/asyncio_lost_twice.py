"""connection_lost() is called twice.

Made by layers in which both the closing and the transport below tell the application.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def connection_lost(self, exc):
        application, known = self._app_protocol, self._app_state is not layer.AppState.STATE_INIT
        super().connection_lost(exc)
        if known:
            self._loop.call_soon(application.connection_lost, exc)


globals().update(layer.shape(protocol=SSLProtocol))
