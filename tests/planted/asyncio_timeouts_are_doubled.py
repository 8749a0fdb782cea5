"""A handshake and a shutdown take twice the time they were given.

Made by layers that let two timers of the same time follow each other.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, *arguments, **how):
        super().__init__(*arguments, **how)
        self._ssl_handshake_timeout *= 2
        self._ssl_shutdown_timeout *= 2


globals().update(layer.shape(protocol=SSLProtocol))
