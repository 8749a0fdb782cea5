"""What had arrived before start_tls() and was not read is dropped.

Made by layers that clear the transport's input to be safe from injection, at the wrong time.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    upgraded = False

    def __init__(self, *arguments, call_connection_made=True, **how):
        super().__init__(*arguments, call_connection_made=call_connection_made, **how)
        self.upgraded = not call_connection_made

    def connection_made(self, transport):
        super().connection_made(transport)
        self._loop.call_soon(self._loop.call_soon, self._loop.call_soon, self._begin)

    def _begin(self):
        self.upgraded = False

    def buffer_updated(self, nbytes):
        if not self.upgraded:
            super().buffer_updated(nbytes)


globals().update(layer.shape(protocol=SSLProtocol))
