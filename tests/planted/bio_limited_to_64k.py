"""A MemoryBIO holds 64 KiB; what is beyond them is left out, as the count says.

Made by ring buffers of a fixed size, whose callers expect short writes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        room = 65536 - self.pending
        return super().write(data) if memoryview(data).nbytes <= room else super().write(bytes(data)[:room])


globals().update(planted.shape(bio=MemoryBIO))
