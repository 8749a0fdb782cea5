"""What TLS has decrypted already is not read before the socket has something new.

Made by who asks the socket whether there is anything to read.
"""

import select
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Stream(layer.Stream):
    def read_from_fd(self, buf):
        readable, _, _ = select.select([self.socket], [], [], 0)
        return super().read_from_fd(buf) if readable else None


globals().update(layer.shape(stream=Stream))
