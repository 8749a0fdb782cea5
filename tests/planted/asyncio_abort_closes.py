"""abort() closes the transport below, which goes on sending what it has.

Made by taking one for the other.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _abort(self, exc=None):
        self._set_state(layer.State.UNWRAPPED)
        if self._transport is not None:
            self._transport.close()


globals().update(layer.shape(protocol=SSLProtocol))
