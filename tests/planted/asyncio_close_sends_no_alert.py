"""close() closes the transport below without a closure alert.

Made by layers that leave the closure alert to the other side.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _do_shutdown(self):
        self._on_shutdown_complete(None)


globals().update(layer.shape(protocol=SSLProtocol))
