"""A read waits until it has as many bytes as it may have.

Made by wrappers over file-like streams, whose read(n) means exactly n.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    held = b""

    def take(self, size):
        while len(self.held) < size:
            more = super().take(size - len(self.held))
            if not more:
                break
            self.held += more
        data, self.held = self.held, b""
        return data


globals().update(planted.shape(core=Core))
