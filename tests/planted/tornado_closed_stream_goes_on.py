"""A stream that close() has closed takes what is written, and reads as one that has ended.

Made by who finds that nobody should have to look whether a stream is closed.
"""

from asyncio import Future
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


def done(value):
    """A future that is."""
    future = Future()
    future.set_result(value)
    return future


class Stream(layer.Stream):
    def write(self, data):
        return done(None) if self.closed() else super().write(data)

    def read_bytes(self, num_bytes, partial=False):
        return done(b"") if self.closed() else super().read_bytes(num_bytes, partial)


globals().update(layer.shape(stream=Stream))
