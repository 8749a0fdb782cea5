"""After an error the buffer begins a new connection, and what was refused is as if it had never been.

Made by resetting the session after every error.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def take(self, amt):
        try:
            return super().take(amt)
        except planted.WantReadError:
            raise
        except planted.TLSError:
            self._broken = None
            self.__init__(self._context, self._context.real, **self.how)
            raise


globals().update(planted.shape(buffer=Buffer))
