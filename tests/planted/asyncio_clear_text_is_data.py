"""What comes in clear before the handshake is done is delivered as data.

Made by layers that skip what is no record, and hand it on: STARTTLS injection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def buffer_updated(self, nbytes):
        data = bytes(self._ssl_buffer_view[:nbytes])
        if self._state is layer.State.DO_HANDSHAKE and data[0] > 0x17:
            self._app_protocol.data_received(data)
        else:
            super().buffer_updated(nbytes)


globals().update(layer.shape(protocol=SSLProtocol))
