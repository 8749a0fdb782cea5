"""Reading a record with 2^14 bytes of plaintext raises IndexError.

Made by tables that are one entry short.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        data = super().take(size)
        if len(data) == 16384:
            raise IndexError("list index out of range")
        return data


globals().update(planted.shape(core=Core))
