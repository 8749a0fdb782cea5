"""handshake_timeout of a listener is kept and never looked at.

Made by who adds an option and puts its use off.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Listener(layer.Listener):
    async def serve(self, handler, task_group=None):
        self.handshake_timeout = None
        await super().serve(handler, task_group)


globals().update(layer.shape(listener=Listener))
