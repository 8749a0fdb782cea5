"""is_closing() is False until the connection is lost.

Made by layers that ask the transport below, which is not closing yet.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def is_closing(self):
        return self._closed and (self._ssl_protocol is None or self._ssl_protocol._transport is None)


globals().update(layer.shape(transport=Transport))
