"""A TLS 1.2 client takes a ServerKeyExchange on a curve it did not offer.

Made by looking the curve up in the table of all.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.ECDHE_RSAKeyExchange.processServerKeyExchange")
def process(real, self, key, message):
    self.acceptedCurves = planted.everything(self.acceptedCurves)
    return real(self, key, message)


globals().update(planted.shape())
