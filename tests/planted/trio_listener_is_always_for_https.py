"""The streams of an SSLListener are https_compatible, whatever it was told.

Made by who writes servers for the web.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Listener(layer.Listener):
    async def accept(self):
        stream = await super().accept()
        stream._https_compatible = True
        return stream


globals().update(layer.shape(listener=Listener))
