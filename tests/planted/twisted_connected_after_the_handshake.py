"""connectionMade comes after the handshake, not before it.

Made by who thinks that there is no connection before it is secure.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def __init__(self, factory, protocol, _connectWrapped=True):
        super().__init__(factory, protocol, False)

    def _checkHandshakeStatus(self):
        listener, told = self.wrappedProtocol, self._handshakeDone
        self.wrappedProtocol = None  # nobody is told by the layer
        super()._checkHandshakeStatus()
        self.wrappedProtocol = listener
        if self._handshakeDone and not told:
            listener.makeConnection(self)
            listener.handshakeCompleted()


globals().update(layer.shape(Transport))
