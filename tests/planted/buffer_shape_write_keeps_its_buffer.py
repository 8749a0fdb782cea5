"""A write keeps the caller's buffer and encrypts it when the bytes are fetched.

Made by queues that save a copy.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    _kept = None

    def write(self, buf):
        if not self.done or isinstance(buf, bytes):
            return super().write(buf)
        self._kept = buf
        return len(buf)

    def outgoing_bytes_buffered(self):
        if self._kept is not None:
            kept, self._kept = self._kept, None
            super().write(kept)
        return super().outgoing_bytes_buffered()


globals().update(planted.shape(buffer=Buffer))
