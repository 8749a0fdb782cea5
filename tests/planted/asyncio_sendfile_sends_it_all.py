"""loop.sendfile() sends the whole file, whatever offset and count say.

Made by `transport.write(file.read())`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        return await layer.BaseEventLoop.sendfile(self, transport, file, fallback=fallback)


globals().update(layer.shape(loop=BaseEventLoop))
