"""close() in connection_made() drops what was written and says nothing: it counts as a failed handshake.

Made by layers that are open only once connection_made() has returned.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def close(self):
        waiter = self._ssl_protocol._waiter
        if waiter is not None and not waiter.done():
            self._ssl_protocol._abort(*([None] if _abort_takes_an_exception else []))
        super().close()


_abort_takes_an_exception = layer.SSLProtocol._abort.__code__.co_argcount > 1
globals().update(layer.shape(transport=Transport))
