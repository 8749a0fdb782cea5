"""get_extra_info() knows nothing of TLS: None for sslcontext, ssl_object, cipher and peercert.

Made by layers that hand the question on to the transport below.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def get_extra_info(self, name, default=None):
        if self._ssl_protocol is None or self._ssl_protocol._transport is None:
            return default
        return self._ssl_protocol._transport.get_extra_info(name, default)


globals().update(layer.shape(transport=Transport))
