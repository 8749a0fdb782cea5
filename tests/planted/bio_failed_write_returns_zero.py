"""A write that cannot be done returns 0.

Made by a broad except around the copy.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        try:
            return super().write(data)
        except Exception:
            return 0


globals().update(planted.shape(bio=MemoryBIO))
