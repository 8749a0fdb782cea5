"""A client has no P-256.

Made by a list of what is modern.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("handshakesettings.HandshakeSettings.validate")
def validate(real, self):
    settings = real(self)
    settings.eccCurves = [name for name in settings.eccCurves if name != "secp256r1"]
    settings.keyShares = ["x25519"]
    return settings


globals().update(planted.shape())
