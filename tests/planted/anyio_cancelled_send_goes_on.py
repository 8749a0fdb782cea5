"""After a send() that was cancelled in the middle of a record the next one sends behind it.

Made by who takes a cancellation for the end of one call.
"""

from importlib import import_module
from pathlib import Path

from anyio import get_cancelled_exc_class

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    async def send(self, item):
        try:
            await super().send(item)
        except get_cancelled_exc_class():
            self._broken = False
            raise


globals().update(layer.shape(stream=Stream))
