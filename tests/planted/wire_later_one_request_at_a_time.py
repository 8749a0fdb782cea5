"""A client answers only the first of the requests after its handshake.

Made by forgetting its key pair once it has been shown.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_pha")
def answer(real, self, request):
    if self._first_handshake_hashes is not None:
        yield from real(self, request)
    self._first_handshake_hashes = None


globals().update(planted.shape())
