"""At the peer's close what is unsent is thrown away.

Made by ending a shutdown with abort().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _on_shutdown_complete(self, shutdown_exc):
        if self._shutdown_timeout_handle is not None:
            self._shutdown_timeout_handle.cancel()
            self._shutdown_timeout_handle = None
        self._loop.call_soon(self._transport.abort)


globals().update(layer.shape(protocol=SSLProtocol))
