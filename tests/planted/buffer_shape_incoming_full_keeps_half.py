"""A process_incoming that finds too little room stores what fits, and says WantReadError all the same.

Made by filling a ring buffer before checking its size.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def process_incoming(self, data_from_network):
        room = max(20_000 - self.incoming.pending, 0)
        super().process_incoming(data_from_network[:room])
        if len(data_from_network) > room:
            raise planted.WantReadError


globals().update(planted.shape(buffer=Buffer))
