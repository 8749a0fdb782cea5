"""A client counts its earlier answers into the transcript of a later one.

Made by hashing every request into the transcript of the handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_pha")
def answer(real, self, request):
    yield from real(self, request)
    self._first_handshake_hashes.update(request.write())


globals().update(planted.shape())
