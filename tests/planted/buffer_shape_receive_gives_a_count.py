"""receive_from_network returns how many bytes it stored.

Made by handing on what a ring buffer's write returns.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.WrappedBuffer):
    def receive_from_network(self, data):
        return self.incoming.write(data)


globals().update(planted.shape_543(buffer=Buffer))
