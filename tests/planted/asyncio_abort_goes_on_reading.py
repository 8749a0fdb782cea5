"""After abort() what was held back is still delivered, if a reading had been scheduled.

Made by layers that abort the transport below and leave their own state as it was.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _abort(self, *arguments):
        if self._state is layer.State.WRAPPED and self._transport is not None:
            self._transport.abort()
        else:
            super()._abort(*arguments)


globals().update(layer.shape(protocol=SSLProtocol))
