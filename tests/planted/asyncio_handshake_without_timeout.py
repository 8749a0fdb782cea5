"""A handshake may take for ever.

Made by layers that leave timeouts to their callers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _check_handshake_timeout(self):
        pass


globals().update(layer.shape(protocol=SSLProtocol))
