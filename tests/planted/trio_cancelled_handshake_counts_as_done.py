"""A do_handshake() that was cancelled counts as done.

Made by who ends a wait in a finally.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def do_handshake(self):
        try:
            await super().do_handshake()
        except trio.Cancelled:
            self._state = layer.State.OK
            self._handshook._done.set()
            raise


globals().update(layer.shape(stream=Stream))
