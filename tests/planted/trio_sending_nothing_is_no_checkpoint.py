"""send_all(b"") comes back without a checkpoint.

Made by who returns early where there is nothing to do.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def send_all(self, data):
        if data or not self._handshook.done:
            await super().send_all(data)
        else:
            self._check_status()


globals().update(layer.shape(stream=Stream))
