"""A protocol whose upgrade fails never hears connection_lost().

Made by layers that think a failed handshake concerns nobody but who waits for it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    secured = False

    def _wakeup_waiter(self, exc=None):
        self.secured = self.secured or (exc is None and self._state is layer.State.WRAPPED)
        super()._wakeup_waiter(exc)

    def connection_lost(self, exc):
        if not self.secured:
            self._app_state = layer.AppState.STATE_CON_LOST
        super().connection_lost(exc)


globals().update(layer.shape(protocol=SSLProtocol))
