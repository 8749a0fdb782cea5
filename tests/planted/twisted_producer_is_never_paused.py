"""A producer is never told to pause, however much waits.

Made by layers that keep the producer to themselves, and leave the transport out of it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def registerProducer(self, producer, streaming):
        self._producer = producer

    def unregisterProducer(self):
        self._producer = None
        if self.disconnecting:
            self._shutdownTLS()


globals().update(layer.shape(Transport))
