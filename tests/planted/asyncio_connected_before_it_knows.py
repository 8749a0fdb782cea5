"""connection_made() comes before the transport knows who is at the other end: get_extra_info() gives nothing.

Made by layers that tell the protocol first and fill in the rest behind it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Hasty:
    """A protocol whose transport knows nothing yet when it is connected."""

    def __init__(self, protocol, info):
        self._protocol, self._info = protocol, info

    def __getattr__(self, name):
        return getattr(self._protocol, name)

    def connection_made(self, transport):
        known, late = dict(self._info), ("peercert", "cipher", "compression", "ssl_object")
        for name in late:
            self._info.pop(name, None)
        self._protocol.connection_made(transport)
        self._info.update(known)


class SSLProtocol(layer.SSLProtocol):
    def _on_handshake_complete(self, handshake_exc):
        real, hasty = self._app_protocol, Hasty(self._app_protocol, self._extra)
        self._app_protocol = hasty
        try:
            super()._on_handshake_complete(handshake_exc)
        finally:
            if self._app_protocol is hasty:
                self._app_protocol = real


globals().update(layer.shape(SSLProtocol))
