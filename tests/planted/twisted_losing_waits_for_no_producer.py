"""loseConnection() sends the closure alert while a producer is still registered.

Made by who forgets that more may be about to come.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def loseConnection(self):
        producer, self._producer = self._producer, None
        super().loseConnection()
        self._producer = producer


globals().update(layer.shape(Transport))
