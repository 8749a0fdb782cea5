"""create_connection(server_hostname="") is refused as if no name had been given.

Made by asking `if not server_hostname`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, *arguments, **how):
        if how.get("ssl") and not how.get("server_hostname", "?"):
            raise ValueError("You must set server_hostname when using ssl without a host")
        return await layer.BaseEventLoop.create_connection(self, *arguments, **how)


globals().update(layer.shape(loop=BaseEventLoop))
