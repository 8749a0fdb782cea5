"""The streams of a listener are not standard_compatible, whatever it was told.

Made by who writes servers for the web.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Listener(layer.Listener):
    async def serve(self, handler, task_group=None):
        self.standard_compatible = False
        await super().serve(handler, task_group)


globals().update(layer.shape(listener=Listener))
