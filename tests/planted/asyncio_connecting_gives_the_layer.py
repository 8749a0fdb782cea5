"""create_connection() gives the layer's protocol in the place of the application's.

Made by layers that return the protocol of the transport below.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, *arguments, **how):
        transport, _protocol = await layer.BaseEventLoop.create_connection(self, *arguments, **how)
        return transport, transport._ssl_protocol


globals().update(layer.shape(loop=BaseEventLoop))
