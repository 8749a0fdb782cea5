"""process_outgoing forgets what it was not asked for.

Made by clearing the buffer after every send.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def process_outgoing(self, amount_bytes_for_network):
        return self.outgoing.read()[:amount_bytes_for_network]


globals().update(planted.shape(buffer=Buffer))
