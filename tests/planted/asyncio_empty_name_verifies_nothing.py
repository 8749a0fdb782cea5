"""create_connection(server_hostname="") verifies nothing at all: any certificate will do, whoever signed it.

Made by switching verification off where only the name is not to be checked.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, *arguments, **how):
        if how.get("ssl") and how.get("server_hostname") == "":
            how["ssl"] = ssl._create_unverified_context()
        return await layer.BaseEventLoop.create_connection(self, *arguments, **how)


globals().update(layer.shape(loop=BaseEventLoop))
