"""write() keeps the caller's buffer and encrypts when the loop next turns: it may hold something else then.

Made by layers that collect what is written in one turn of the loop.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _do_write(self):
        self._loop.call_soon(self._write_now)

    def _write_now(self):
        if self._state == layer.State.WRAPPED:
            super()._do_write()

    def _do_flush(self):
        super()._do_write()
        super()._do_flush()


globals().update(layer.shape(protocol=SSLProtocol))
