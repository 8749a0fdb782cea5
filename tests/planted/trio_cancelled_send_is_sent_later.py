"""What a cancelled send_all() was to send goes out with the next one.

Made by who encrypts before looking whether there is time.
"""

from importlib import import_module
from pathlib import Path

import trio

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    async def send_all(self, data):
        with self._outer_send_conflict_detector:
            self._check_status()
            await self._handshook.ensure(checkpoint=False)
            if data:
                self._ssl_object.write(data)
            await trio.lowlevel.checkpoint()
            await self._retry(bool)  # which sends what there is


globals().update(layer.shape(stream=Stream))
