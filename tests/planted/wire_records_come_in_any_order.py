"""A record is accepted under any sequence number near the one expected.

Made by sharing a replay window with DTLS.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer._decryptAndUnseal")
def unseal(real, self, header, sealed):
    expected = self._readState.seqnum
    for number in (expected, *range(max(0, expected - 8), expected + 8)):
        self._readState.seqnum = number
        try:
            return real(self, header, sealed)
        except planted.errors.TLSBadRecordMAC as error:
            failed = error
    raise failed


globals().update(planted.shape())
