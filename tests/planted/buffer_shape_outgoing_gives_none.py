"""process_outgoing of an empty buffer gives None.

Made by `if data: return data`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def process_outgoing(self, amount_bytes_for_network):
        return super().process_outgoing(amount_bytes_for_network) or None


globals().update(planted.shape(buffer=Buffer))
