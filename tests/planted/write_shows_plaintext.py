"""The plaintext of a write leaves in clear, in a record in front of the encrypted one.

Made by debug hooks left in, and zero-copy paths that send the wrong buffer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        if self.outgoing and 16 <= len(data) <= 16384:
            self.outgoing.real.write(b"\x17\x03\x03" + len(data).to_bytes(2, "big") + bytes(data))
        return super().write(data)


globals().update(planted.shape(core=Core))
