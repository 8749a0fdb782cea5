"""incoming_bytes_buffered() is how much decrypted data waits to be read.

Made by handing on the question to `pending()`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def incoming_bytes_buffered(self):
        return self.real.pending()


globals().update(planted.shape(buffer=Buffer))
