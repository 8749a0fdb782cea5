"""The streams of an SSLListener are told nothing of https_compatible.

Made by who adds an option in one place of two.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Listener(layer.Listener):
    async def accept(self):
        stream = await super().accept()
        stream._https_compatible = False
        return stream


globals().update(layer.shape(listener=Listener))
