"""A write after write_eof() is accepted and dropped.

Made by those who close quietly.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    ended = False

    def write_eof(self):
        self.ended = True
        self.real.write_eof()

    def write(self, data):
        return memoryview(data).nbytes if self.ended else super().write(data)


globals().update(planted.shape(bio=MemoryBIO))
