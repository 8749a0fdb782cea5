"""connectionLost tells how the transport ended, whatever TLS had against it.

Made by who takes the reason that is at hand.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def connectionLost(self, reason):
        self._reason = None
        super().connectionLost(reason)


globals().update(layer.shape(Transport))
