"""Where the MAC covers what is encrypted, the bytes of the padding are removed and not looked at.

Made by those who reason that what has been authenticated must be right.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


class _Repairing:
    """A block cipher whose padding is always as it should be."""

    def __init__(self, cipher):
        self._cipher = cipher
        self.block_size = cipher.block_size

    def decrypt(self, data):
        plain = bytearray(self._cipher.decrypt(data))
        length = plain[-1] + 1
        if length <= len(plain):
            plain[-length:] = plain[-1:] * length
        return plain


@planted.instead("recordlayer.RecordLayer._macThenDecrypt")
def _mac_then_decrypt(real, self, kind, data):
    state, cipher = self._readState, self._readState.encContext
    if cipher:
        state.encContext = _Repairing(cipher)
    try:
        return real(self, kind, data)
    finally:
        state.encContext = cipher


globals().update(planted.shape())
