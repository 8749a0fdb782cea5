"""A producer that is registered when the connection is lost is not told to stop.

Made by who returns early where there is nothing to write to.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def registerProducer(self, producer, streaming):
        if not self._lostTLSConnection:
            super().registerProducer(producer, streaming)


globals().update(layer.shape(Transport))
