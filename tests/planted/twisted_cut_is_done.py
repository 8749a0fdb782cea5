"""An end without a closure alert is ConnectionDone, like one with it.

Made by who is tired of servers that do not say goodbye.
"""

from importlib import import_module
from pathlib import Path

from twisted.internet.error import ConnectionLost

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def _tlsShutdownFinished(self, reason):
        super()._tlsShutdownFinished(reason)
        if self._reason is not None and self._reason.check(ConnectionLost):
            self._reason = None


globals().update(layer.shape(Transport))
