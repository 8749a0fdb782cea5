"""process_outgoing gives everything there is, however little was asked for.

Made by a MemoryBIO read without its argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def process_outgoing(self, amount_bytes_for_network):
        return super().process_outgoing(-1)


globals().update(planted.shape(buffer=Buffer))
