"""What was received last is delivered once more when the connection is lost.

Made by layers that flush a read buffer they have already passed on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    last = b""

    def _do_read__copied(self):
        deliver = self._app_protocol.data_received

        def noting(data):
            self.last = data
            deliver(data)

        self._app_protocol.data_received = noting
        try:
            super()._do_read__copied()
        finally:
            del self._app_protocol.data_received

    def connection_lost(self, exc):
        application = self._app_protocol
        super().connection_lost(exc)
        if self.last:
            self._loop.call_soon(application.data_received, self.last)


globals().update(layer.shape(protocol=SSLProtocol))
