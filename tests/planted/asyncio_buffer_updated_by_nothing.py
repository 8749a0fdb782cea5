"""buffer_updated(0) is called when nothing came.

Made by layers that call the application after every record, tickets too.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _do_read__buffered(self):
        self._app_protocol_get_buffer(-1)
        self._app_protocol_buffer_updated(0)
        super()._do_read__buffered()


globals().update(layer.shape(protocol=SSLProtocol))
