"""A write behind close() goes to the TLS library, which refuses it, and the connection is lost with an error.

Made by layers that look whether the connection is open, and forget that it may be closing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)

_CLOSING = (layer.State.FLUSHING, layer.State.SHUTDOWN)


class SSLProtocol(layer.SSLProtocol):
    def _write_appdata(self, list_of_data):
        if self._state not in _CLOSING:
            super()._write_appdata(list_of_data)
            return
        try:
            for data in list_of_data:
                self._sslobj.write(data)
        except Exception as error:
            self._fatal_error(error, "it was closing")


globals().update(layer.shape(SSLProtocol))
