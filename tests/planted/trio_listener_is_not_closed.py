"""aclose() of an SSLListener leaves the listener below open.

Made by who thinks that it belongs to somebody else.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Listener(layer.Listener):
    async def aclose(self):
        await trio.lowlevel.checkpoint()


globals().update(layer.shape(listener=Listener))
