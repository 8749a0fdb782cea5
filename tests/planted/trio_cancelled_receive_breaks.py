"""A receive_some() that is cancelled while it waits breaks the stream.

Made by who takes every exception for the end.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def receive_some(self, max_bytes=None):
        try:
            return await super().receive_some(max_bytes)
        except trio.Cancelled:
            self._state = layer.State.BROKEN
            raise


globals().update(layer.shape(stream=Stream))
