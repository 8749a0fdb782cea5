"""While the application has paused reading the layer takes in whatever comes: a peer can fill the memory.

Made by never passing the pause on to the transport below.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _control_ssl_reading(self):
        """No limit on what lies unread."""


globals().update(layer.shape(protocol=SSLProtocol))
