"""A record that does not verify is lost with ConnectionLost, and nothing tells it from a cut.

Made by who thinks that an application cares for the error of the transport alone.
"""

from importlib import import_module
from pathlib import Path

from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def _tlsShutdownFinished(self, reason):
        super()._tlsShutdownFinished(reason)
        if self._reason is not None and self._handshakeDone:
            self._reason = Failure(ConnectionLost())


globals().update(layer.shape(Transport))
