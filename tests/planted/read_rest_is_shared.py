"""What a read leaves of a record is kept for all connections together.

Made by buffers that are attributes of the class and not of the object.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    rest = bytearray()

    def take(self, size):
        if size <= 0:
            return super().take(size)
        if not self.rest:
            self.rest.extend(super().take(16384))
        data = bytes(self.rest[:size])
        del self.rest[:size]
        return data


globals().update(planted.shape(core=Core))
