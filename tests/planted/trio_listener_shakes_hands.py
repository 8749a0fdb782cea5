"""accept() of an SSLListener waits for the handshake, and for one slow client all others wait.

Made by who wants to give out what is ready.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Listener(layer.Listener):
    async def accept(self):
        stream = await super().accept()
        await stream.do_handshake()
        return stream


globals().update(layer.shape(listener=Listener))
