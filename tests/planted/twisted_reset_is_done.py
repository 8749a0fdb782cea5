"""A transport that breaks is lost with ConnectionDone.

Made by who tells the end of a connection and its loss by TLS alone.
"""

from importlib import import_module
from pathlib import Path

from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def connectionLost(self, reason):
        if reason.check(ConnectionLost):
            self._lostTLSConnection = True
            reason = Failure(ConnectionDone())
        super().connectionLost(reason)


globals().update(layer.shape(Transport))
