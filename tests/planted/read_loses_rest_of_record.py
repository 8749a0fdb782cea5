"""What a read leaves of a record is thrown away.

Made by layers that treat records as datagrams.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        return super().take(16384)[:size] if size > 0 else super().take(size)


globals().update(planted.shape(core=Core))
