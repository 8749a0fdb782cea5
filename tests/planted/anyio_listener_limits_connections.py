"""handshake_timeout of a listener is the time that a connection has altogether.

Made by who puts a block round one line too many.
"""

from importlib import import_module
from pathlib import Path

from anyio import move_on_after

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Listener(layer.Listener):
    async def serve(self, handler, task_group=None):
        async def limited(stream):
            with move_on_after(self.handshake_timeout):
                await handler(stream)
            await stream.transport_stream.aclose()

        await super().serve(limited, task_group)


globals().update(layer.shape(listener=Listener))
