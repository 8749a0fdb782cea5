"""A starved read or handshake raises TLSError itself, not WantReadError.

Made by one error class for all return codes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def take(self, amt):
        try:
            return super().take(amt)
        except planted.WantReadError:
            raise planted.TLSError("more is wanted") from None

    def do_handshake(self):
        try:
            super().do_handshake()
        except planted.WantReadError:
            if not self.outgoing.pending:
                raise planted.TLSError("more is wanted") from None
            raise


globals().update(planted.shape(buffer=Buffer))
