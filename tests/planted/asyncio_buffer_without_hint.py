"""get_buffer() is called with None.

Made by layers that have no size to hint at, and do not know that -1 says so.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _set_app_protocol(self, app_protocol):
        super()._set_app_protocol(app_protocol)
        if self._app_protocol_is_buffer:
            self._app_protocol_get_buffer = lambda _hint: app_protocol.get_buffer(None)


globals().update(layer.shape(protocol=SSLProtocol))
