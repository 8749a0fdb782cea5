"""A delivery that cuts a record header raises struct.error.

Made by parsers that unpack a header without asking whether it is all there.
"""

import struct
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def write(self, data):
        if data:
            struct.unpack_from("!BHH", data)
        return super().write(data)


globals().update(planted.shape(bio=MemoryBIO))
