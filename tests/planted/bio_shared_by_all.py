"""All MemoryBIOs hold the same bytes.

Made by a mutable default, or a buffer that is an attribute of the class.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


ONE = planted.MemoryBIO().real


class MemoryBIO(planted.MemoryBIO):
    def __init__(self):
        self.real = ONE


globals().update(planted.shape(bio=MemoryBIO))
