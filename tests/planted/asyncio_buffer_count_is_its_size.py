"""buffer_updated() is told the size of the buffer and not how much is in it.

Made by layers that mix up room and content.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _set_app_protocol(self, app_protocol):
        super()._set_app_protocol(app_protocol)
        if self._app_protocol_is_buffer:
            self._app_protocol_get_buffer = self._get
            self._app_protocol_buffer_updated = self._updated

    def _get(self, sizehint):
        self._given = self._app_protocol.get_buffer(sizehint)
        return self._given

    def _updated(self, _nbytes):
        self._app_protocol.buffer_updated(len(self._given))


globals().update(layer.shape(protocol=SSLProtocol))
