"""The other side's closure alert closes the connection without eof_received().

Made by layers that think of connection_lost() as all the end there is.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _call_eof_received(self):
        pass


globals().update(layer.shape(protocol=SSLProtocol))
