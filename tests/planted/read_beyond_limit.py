"""A read of fewer than 16 bytes gives up to 16.

Made by layers that read in units of a cipher block.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        return super().take(max(size, 16) if size > 0 else size)


globals().update(planted.shape(core=Core))
