"""A pause of reading in connection_made() is forgotten: what comes is passed on all the same.

Made by layers that begin to read once the handshake is done, whatever was said before.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _wakeup_waiter(self, exc=None):
        super()._wakeup_waiter(exc)
        if exc is None:
            self._app_reading_paused = False


globals().update(layer.shape(protocol=SSLProtocol))
