"""Records are decrypted and their tags not compared.

Made by ciphers used without their authentication.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer.changeReadState")
def change(real, self):
    real(self)
    cipher = self._readState.encContext
    if cipher and cipher.isAEAD:
        tag = cipher.tagLength
        cipher.open = lambda nonce, sealed, _data: cipher.seal(nonce, sealed[:-tag], bytearray())[:-tag]


globals().update(planted.shape())
