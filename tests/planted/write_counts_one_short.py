"""A write of more than 4096 bytes reports one byte less than it took.

Made by counts that leave out the terminator.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        count = super().write(data)
        return count - 1 if count > 4096 else count


globals().update(planted.shape(core=Core))
