"""A write of 2^14 bytes or more loses the byte at 2^14.

Made by off-by-one limits of the record size.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        if len(data) < 16384:
            return super().write(data)
        count = super().write(bytes(data[:16383]))
        return 16384 if count == 16383 else count


globals().update(planted.shape(core=Core))
