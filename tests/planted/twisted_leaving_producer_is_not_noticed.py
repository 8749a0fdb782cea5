"""A producer that leaves after loseConnection() leaves the connection open for ever.

Made by who closes in one place, and waits in another.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.PlainLayer):
    def unregisterProducer(self):
        leaving, self.disconnecting = self.disconnecting, False
        super().unregisterProducer()
        self.disconnecting = leaving


globals().update(layer.shape(Transport))
