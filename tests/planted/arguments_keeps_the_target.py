"""The buffer of a read stays in use when the call is over.

Made by pinning memory for a library and never letting go.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    held = None

    def read(self, size, buffer=None):
        if buffer is not None:
            self.held = memoryview(buffer)
        return super().read(size, buffer)


globals().update(planted.shape(core=Core))
