"""MemoryBIO takes an argument and does nothing with it.

Made by constructors that swallow *args for the sake of compatibility.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def __init__(self, *_arguments):
        super().__init__()


globals().update(planted.shape(bio=MemoryBIO))
