"""abort() sends a closure alert, so that what was cut off looks complete.

Made by layers that let abort() go the way of close().
"""

import contextlib
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _abort(self, *arguments):
        if self._state is layer.State.WRAPPED and self._transport is not None:
            with contextlib.suppress(ssl.SSLError):
                self._sslobj.unwrap()
            self._transport.write(self._outgoing.read())
        super()._abort(*arguments)


globals().update(layer.shape(protocol=SSLProtocol))
