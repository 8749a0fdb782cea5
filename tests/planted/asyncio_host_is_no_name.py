"""create_connection() with a host and no server_hostname asks for no name and checks none.

Made by a default that is empty in place of the host.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, factory, host=None, *arguments, **how):
        if host is not None and how.get("ssl"):
            how["ssl"].check_hostname = how["ssl"].check_hostname and "server_hostname" in how
            how.setdefault("server_hostname", "")
        return await layer.BaseEventLoop.create_connection(self, factory, host, *arguments, **how)


globals().update(layer.shape(loop=BaseEventLoop))
