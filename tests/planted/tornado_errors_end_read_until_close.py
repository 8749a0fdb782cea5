"""read_until_close() gives what it has where an error of TLS closes the stream.

Made by who thinks that closed is closed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Stream(layer.Stream):
    def close(self, exc_info=False):
        if self._read_until_close and not self.closed():
            self._read_until_close = False
            self._finish_read(self._read_buffer_size)
        super().close(exc_info)


globals().update(layer.shape(stream=Stream))
