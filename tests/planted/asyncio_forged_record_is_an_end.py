"""A record that does not verify is eof_received() and connection_lost(None).

Made by layers that end the stream at whatever goes wrong.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _fatal_error(self, exc, message="Fatal error on transport"):
        if self._state is layer.State.WRAPPED and isinstance(exc, ssl.SSLError):
            self._call_eof_received()
            self._transport._force_close(None)
        else:
            super()._fatal_error(exc, message)


globals().update(layer.shape(protocol=SSLProtocol))
