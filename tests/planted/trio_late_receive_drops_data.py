"""receive_some() is cancelled after it has taken the data, which nobody gets then.

Made by who takes what is there at once, and pays for the turn afterwards.
"""

import ssl
from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def receive_some(self, max_bytes=None):
        if not self._handshook.done or self._state is not layer.State.OK or max_bytes == 0:
            return await super().receive_some(max_bytes)
        try:
            data = self._ssl_object.read(max_bytes or 65536)
        except ssl.SSLError:
            return await super().receive_some(max_bytes)
        await trio.lowlevel.checkpoint()
        return data


globals().update(layer.shape(stream=Stream))
