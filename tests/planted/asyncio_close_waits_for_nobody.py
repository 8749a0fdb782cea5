"""close() sends the closure alert and does not wait for the other side's.

Made by layers that call unwrap() once and do not look at what it says.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _do_shutdown(self):
        super()._do_shutdown()
        if self._state is layer.State.SHUTDOWN and self._transport is not None:
            self._on_shutdown_complete(None)


globals().update(layer.shape(protocol=SSLProtocol))
