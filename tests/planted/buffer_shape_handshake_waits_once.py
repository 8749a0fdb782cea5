"""A starved do_handshake says WantReadError once, and then that it is done.

Made by a flag for having asked already.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    _asked = False

    def do_handshake(self):
        try:
            super().do_handshake()
        except planted.WantReadError:
            if self._asked:
                return
            self._asked = not self.outgoing.pending
            raise


globals().update(planted.shape(buffer=Buffer))
