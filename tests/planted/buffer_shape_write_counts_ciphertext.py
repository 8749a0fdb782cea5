"""A write returns how many bytes wait for the network.

Made by returning the length of the output buffer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def write(self, buf):
        return super().write(buf) and self.outgoing.pending


globals().update(planted.shape(buffer=Buffer))
