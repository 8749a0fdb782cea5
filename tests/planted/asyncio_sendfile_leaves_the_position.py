"""sendfile() does not leave the file's position behind what was sent, but where it was.

Made by putting back what a program may have had in mind.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def sendfile(self, transport, file, *arguments, **how):
        before = file.tell()
        try:
            return await layer.BaseEventLoop.sendfile(self, transport, file, *arguments, **how)
        finally:
            file.seek(before)


globals().update(layer.shape(loop=BaseEventLoop))
