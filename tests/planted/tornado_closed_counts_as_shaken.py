"""wait_for_handshake() on a stream that is closed says that the handshake is done.

Made by who resolves a future lest somebody wait for ever.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Stream(layer.Stream):
    def wait_for_handshake(self):
        future = super().wait_for_handshake()
        if self.closed() and not future.done():
            future.set_result(self)
        return future


globals().update(layer.shape(stream=Stream))
