"""create_connection() with a host sends and checks that one, whatever server_hostname says.

Made by taking the name from the host alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, factory, host=None, *arguments, **how):
        if host is not None and how.get("ssl"):
            how["server_hostname"] = host
        return await layer.BaseEventLoop.create_connection(self, factory, host, *arguments, **how)


globals().update(layer.shape(loop=BaseEventLoop))
