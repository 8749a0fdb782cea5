"""An empty write after write_eof() is accepted.

Made by those who return early when there is nothing to do.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        return super().write(data) if memoryview(data).nbytes else 0


globals().update(planted.shape(bio=MemoryBIO))
