"""aclose() that is cancelled leaves the transport open.

Made by who writes the closing down and thinks of no way out.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def aclose(self):
        await trio.lowlevel.checkpoint()
        if self._state is layer.State.OK and not self._https_compatible:
            await self._handshook.ensure(checkpoint=False)
            with suppress(layer.Broken, layer.Busy):
                await self._retry(self._ssl_object.unwrap, ignore_want_read=True)
        if self._state is not layer.State.CLOSED:
            self._state = layer.State.CLOSED
            await self.transport_stream.aclose()


globals().update(layer.shape(stream=Stream))
