"""The streams of a TLSConnectable are standard_compatible, whatever it was told.

Made by who adds an option in one place of two.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Connectable(layer.Connectable):
    async def connect(self):
        self.standard_compatible = True
        return await super().connect()


globals().update(layer.shape(connectable=Connectable))
