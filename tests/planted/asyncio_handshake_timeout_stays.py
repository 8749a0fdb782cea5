"""The handshake's timeout strikes though the handshake is done.

Made by layers that do not cancel their timer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _start_handshake(self):
        super()._start_handshake()
        self._loop.call_later(self._ssl_handshake_timeout, self._strike)

    def _strike(self):
        if self._transport is not None:
            self._fatal_error(ConnectionAbortedError("SSL handshake timed out"))


globals().update(layer.shape(protocol=SSLProtocol))
