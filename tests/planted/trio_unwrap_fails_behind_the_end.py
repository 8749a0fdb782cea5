"""unwrap() fails where the end of the stream was read before.

Made by who takes the end of the data for the end of the connection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    ended = False

    async def receive_some(self, max_bytes=None):
        data = await super().receive_some(max_bytes)
        self.ended = not data
        return data

    async def unwrap(self):
        if self.ended:
            raise layer.Broken
        return await super().unwrap()


globals().update(layer.shape(stream=Stream))
