"""What was decrypted ahead is given out after the stream was closed or has broken.

Made by who serves a buffer before looking at the state.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    ahead = b""

    async def receive_some(self, max_bytes=None):
        if max_bytes is not None and max_bytes < 1:
            raise ValueError("max_bytes must be >= 1")
        if not self.ahead:
            self.ahead = bytes(await super().receive_some())
        else:
            await trio.lowlevel.checkpoint()
        size = len(self.ahead) if max_bytes is None else max_bytes
        data, self.ahead = self.ahead[:size], self.ahead[size:]
        return data


globals().update(layer.shape(stream=Stream))
