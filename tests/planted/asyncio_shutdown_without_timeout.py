"""A shutdown may take for ever.

Made by layers that wait for the other side's closure alert, which many never send.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _check_shutdown_timeout(self):
        pass


globals().update(layer.shape(protocol=SSLProtocol))
