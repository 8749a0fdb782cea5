"""One bit of a write of 8192 bytes or more is flipped.

Made by buffers that are reused before they are sent.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        if len(data) >= 8192:
            data = bytes(data[:-1]) + bytes([data[-1] ^ 1])
        return super().write(data)


globals().update(planted.shape(core=Core))
