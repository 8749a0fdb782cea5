"""receive() is cancelled after it has taken the data, which nobody gets then.

Made by who adds a checkpoint where a function ends.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    async def receive(self, max_bytes=65536):
        data = await super().receive(max_bytes)
        with layer.Scope():
            await layer.checkpoint()
        return data


globals().update(layer.shape(stream=Stream))
