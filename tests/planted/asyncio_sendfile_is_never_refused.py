"""sendfile(fallback=False) sends the file over TLS all the same, by reading it.

Made by not looking at the argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        return await layer.BaseEventLoop.sendfile(self, transport, file, offset, count)


globals().update(layer.shape(loop=BaseEventLoop))
