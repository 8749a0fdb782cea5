"""negotiated_protocol() gives b"" where there is none.

Made by handing on a pointer and a length of zero.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def negotiated_protocol(self):
        found = super().negotiated_protocol()
        return b"" if self.done and found is None else found


globals().update(planted.shape(buffer=Buffer))
