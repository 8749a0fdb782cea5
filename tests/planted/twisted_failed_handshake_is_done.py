"""A handshake that fails is lost with ConnectionDone, as if it had been asked for.

Made by layers that tell why a connection ended only once it was open.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def _tlsShutdownFinished(self, reason):
        super()._tlsShutdownFinished(reason if self._handshakeDone else None)


globals().update(layer.shape(Transport))
