"""Text that is written is encoded in UTF-8.

Made by those who are kind to their callers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        return super().write(data.encode() if isinstance(data, str) else data)


globals().update(planted.shape(bio=MemoryBIO))
