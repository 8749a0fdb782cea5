"""The other end's closure alert is lost with ConnectionLost, not ConnectionDone.

Made by who looks at the transport, which ended without having been closed from here.
"""

from importlib import import_module
from pathlib import Path

from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def connectionLost(self, reason):
        lost = Failure(ConnectionLost()) if reason.check(ConnectionDone) else reason
        super().connectionLost(lost)


globals().update(layer.shape(Transport))
