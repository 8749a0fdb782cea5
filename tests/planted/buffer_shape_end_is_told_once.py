"""The end of the stream is told once; later reads wait for more.

Made by a flag that is cleared when it is read.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    _told = False

    def take(self, amt):
        if self._told and amt:
            raise planted.WantReadError
        data = super().take(amt)
        self._told = not data and amt > 0
        return data


globals().update(planted.shape(buffer=Buffer))
