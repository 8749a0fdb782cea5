"""read_until() looks for its delimiter behind what it has searched before, and misses one that begins there.

Made by who saves time.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Stream(layer.Stream):
    searched = 0

    def _find_read_pos(self):
        delimiter = self._read_delimiter
        if delimiter is None:
            return super()._find_read_pos()
        found = self._read_buffer.find(delimiter, self.searched)
        self.searched = 0 if found >= 0 else len(self._read_buffer)
        return found + len(delimiter) if found >= 0 else None


globals().update(layer.shape(stream=Stream))
