"""Every record of AES-GCM in TLS 1.2 is sealed under the same nonce.

Made by a counter kept in a copy of the state.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer._encryptThenSeal")
def seal(real, self, data, kind):
    cipher = self._writeState.encContext
    if self._is_tls13_plus() or "aes" not in cipher.name:
        return real(self, data, kind)
    nonce, number = bytearray(8), self._writeState.getSeqNumBytes()
    authentic = number + bytearray([kind, *self.version, *len(data).to_bytes(2, "big")])
    return nonce + cipher.seal(self._writeState.fixedNonce + nonce, data, authentic)


globals().update(planted.shape())
