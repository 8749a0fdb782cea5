"""A record with 2^14 bytes of plaintext loses its last byte.

Made by comparisons with < where <= is meant.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        data = super().take(size)
        return data[:-1] if len(data) == 16384 else data


globals().update(planted.shape(core=Core))
