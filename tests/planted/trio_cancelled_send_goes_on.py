"""After a send_all() that was cancelled in the middle of a record the next one sends behind it.

Made by who takes a cancellation for the end of one call.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def send_all(self, data):
        try:
            await super().send_all(data)
        except trio.Cancelled:
            self._state = layer.State.OK
            raise


globals().update(layer.shape(stream=Stream))
