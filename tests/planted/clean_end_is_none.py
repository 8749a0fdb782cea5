"""The end of the stream reads as None.

Made by functions that fall off their end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, *buffer):
        return super().read(size, *buffer) or None


globals().update(planted.shape(core=Core))
