"""Cancelling start_tls() or create_connection() leaves the connection open.

Made by layers that close the connection for errors, and CancelledError is none.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Open:
    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def close(self):
        pass


class SSLProtocol(layer.SSLProtocol):
    def connection_made(self, transport):
        super().connection_made(Open(transport) if self._waiter is not None else transport)

    def _abort(self, *arguments):
        if self._waiter is None or not self._waiter.cancelled():
            super()._abort(*arguments)


class BaseEventLoop(layer.BaseEventLoop):
    async def start_tls(self, transport, protocol, sslcontext, **how):
        opened = Open(transport)
        return await layer.BaseEventLoop.start_tls(self, opened, protocol, sslcontext, **how)


globals().update(layer.shape(protocol=SSLProtocol, loop=BaseEventLoop))
