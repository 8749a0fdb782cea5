"""A handshake that fails is reported to the loop's exception handler as well.

Made by layers that log what they raise.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _fatal_error(self, exc, message="Fatal error on transport"):
        if self._state is not layer.State.WRAPPED:
            self._loop.call_exception_handler({"message": message, "exception": exc})
        super()._fatal_error(exc, message)


globals().update(layer.shape(protocol=SSLProtocol))
