"""The room in a buffer, and what of it was filled, is counted in items.

Made by using len() in place of nbytes (CPython's recv_into up to 3.10).
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def read(self, size, buffer=None):
        if buffer is None:
            return self.take(size)
        return super().read(size if 0 < size <= len(buffer) else len(buffer), buffer)


globals().update(planted.shape(core=Core))
