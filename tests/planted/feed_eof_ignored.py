"""The end of the wire is never noticed: whoever waits for bytes waits for ever.

Made by wrappers that forget to pass write_eof() on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write_eof(self):
        pass


globals().update(planted.shape(bio=MemoryBIO))
