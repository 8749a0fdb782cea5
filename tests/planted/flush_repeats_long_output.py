"""Output of more than 4096 bytes is handed out twice.

Made by send queues that keep an entry until a complete write, and then send it again.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class MemoryBIO(planted.MemoryBIO):
    sent = repeat = b""

    def read(self, size=-1):
        data, self.repeat = super().read(size) or self.repeat, b""
        self.repeat = data if len(data) > 4096 and data != self.sent else b""
        self.sent = data
        return data


globals().update(planted.shape(bio=MemoryBIO))
