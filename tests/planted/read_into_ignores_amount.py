"""Reading into a buffer fills it, however few bytes were asked for.

Made by wrappers that pass on the buffer and forget the number.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        return super().read(size if buffer is None else len(buffer), buffer)


globals().update(planted.shape(core=Core))
