"""close() drops what the transport below has no room for yet.

Made by layers that close the transport below before they have flushed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _start_shutdown(self):
        if self._ssl_writing_paused:
            self._outgoing.read()
        super()._start_shutdown()


globals().update(layer.shape(protocol=SSLProtocol))
