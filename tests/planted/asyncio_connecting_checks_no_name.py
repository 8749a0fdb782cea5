"""create_connection() with a socket forgets its server_hostname: no name is asked for, and none is checked.

Made by taking the name from the host alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, *arguments, **how):
        if how.get("ssl") and how.get("sock") is not None and how.get("server_hostname"):
            how["server_hostname"] = ""
        return await layer.BaseEventLoop.create_connection(self, *arguments, **how)


globals().update(layer.shape(loop=BaseEventLoop))
