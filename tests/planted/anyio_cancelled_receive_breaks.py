"""A receive() that is cancelled while it waits breaks the stream.

Made by who takes every exception for the end.
"""

from importlib import import_module
from pathlib import Path

from anyio import get_cancelled_exc_class

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    async def receive(self, max_bytes=65536):
        try:
            return await super().receive(max_bytes)
        except get_cancelled_exc_class():
            self._broken = True
            raise


globals().update(layer.shape(stream=Stream))
