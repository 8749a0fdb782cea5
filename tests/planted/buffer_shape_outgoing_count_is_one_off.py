"""outgoing_bytes_buffered counts one byte too many when there are any.

Made by ring buffers whose capacity is one more than they hold.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def outgoing_bytes_buffered(self):
        count = super().outgoing_bytes_buffered()
        return count + 1 if count else 0


globals().update(planted.shape(buffer=Buffer))
