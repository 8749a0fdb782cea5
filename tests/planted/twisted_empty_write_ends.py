"""write(b"") ends the connection.

Made by who takes nothing for the end of the stream, as a read does.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.PlainLayer):
    def write(self, data):
        if not data:
            self.loseConnection()
        super().write(data)


globals().update(layer.shape(Transport))
