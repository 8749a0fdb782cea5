"""After set_protocol() with a protocol of another kind the old one's buffer is still used.

Made by looking at the kind of the first protocol alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _set_app_protocol(self, app_protocol):
        kept = vars(self).get("_app_protocol_is_buffer"), vars(self).get("_app_protocol_get_buffer")
        updated = vars(self).get("_app_protocol_buffer_updated")
        super()._set_app_protocol(app_protocol)
        if kept[0]:
            self._app_protocol_is_buffer, self._app_protocol_get_buffer = kept
            self._app_protocol_buffer_updated = updated


globals().update(layer.shape(protocol=SSLProtocol))
