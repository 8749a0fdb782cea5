"""When there is nothing to send, an empty record is sent.

Made by keep-alive fillers and send loops without an end condition.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    def read(self, size=-1):
        return super().read(size) or bytes.fromhex("1703030000")


globals().update(planted.shape(bio=MemoryBIO))
