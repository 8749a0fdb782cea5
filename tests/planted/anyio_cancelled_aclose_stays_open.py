"""aclose() that is cancelled, or whose closing handshake fails, leaves the transport open.

Made by who writes the closing down and thinks of no way out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    async def aclose(self):
        if self.standard_compatible and not self._broken:
            await self.unwrap()
        await self.transport_stream.aclose()


globals().update(layer.shape(stream=Stream))
