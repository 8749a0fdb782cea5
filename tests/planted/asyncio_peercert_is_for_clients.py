"""get_extra_info("peercert") of a server is None, whoever its client has proved to be.

Made by taking the peer for the server.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def get_extra_info(self, name, default=None):
        if name == "peercert" and self._ssl_protocol is not None and self._ssl_protocol._server_side:
            return default
        return super().get_extra_info(name, default)


globals().update(layer.shape(transport=Transport))
