"""start_tls() returns the transport in clear.

Made by layers that hide TLS below the transport they were given, and fail to.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def start_tls(self, transport, *arguments, **how):
        await layer.BaseEventLoop.start_tls(self, transport, *arguments, **how)
        return transport


globals().update(layer.shape(loop=BaseEventLoop))
