"""Every byte received gives the handshake and the shutdown their whole time again.

Made by layers whose timeouts are those of a single read: a peer that trickles is never done with.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def buffer_updated(self, nbytes):
        self._handshake_timeout_handle = self._again(
            self._handshake_timeout_handle, self._ssl_handshake_timeout, self._check_handshake_timeout
        )
        self._shutdown_timeout_handle = self._again(
            self._shutdown_timeout_handle, self._ssl_shutdown_timeout, self._check_shutdown_timeout
        )
        super().buffer_updated(nbytes)

    def _again(self, handle, seconds, check):
        if handle is None:
            return None
        handle.cancel()
        return self._loop.call_later(seconds, check)


globals().update(layer.shape(protocol=SSLProtocol))
