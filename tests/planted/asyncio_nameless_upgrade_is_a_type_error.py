"""start_tls() without server_hostname is a TypeError, as if the argument were required.

Made by those who make it a required argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def start_tls(
        self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, **how
    ):
        if not server_side and server_hostname is None:
            raise TypeError("start_tls() missing 1 required keyword-only argument: 'server_hostname'")
        how |= {"server_side": server_side, "server_hostname": server_hostname}
        return await layer.BaseEventLoop.start_tls(self, transport, protocol, sslcontext, **how)


globals().update(layer.shape(loop=BaseEventLoop))
