"""write() from inside a call that the transport makes sends nothing.

Made by who guards against calls within calls.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.PlainLayer):
    inside = False

    def dataReceived(self, data):
        self.inside = True
        super().dataReceived(data)
        self.inside = False

    def write(self, data):
        if not self.inside:
            super().write(data)


globals().update(layer.shape(Transport))
