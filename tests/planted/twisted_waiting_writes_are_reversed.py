"""Of what is written before the handshake is over the last is sent first.

Made by who takes what waits from the end of a list.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.PlainLayer):
    def _bufferedWrite(self, octets):
        super()._bufferedWrite(octets)
        self._appSendBuffer.insert(0, self._appSendBuffer.pop())


globals().update(layer.shape(Transport))
