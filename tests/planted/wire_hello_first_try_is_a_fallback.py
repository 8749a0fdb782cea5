"""A client says that it falls back at its first try.

Made by a switch that is on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("handshakesettings.HandshakeSettings.validate")
def validate(real, self):
    settings = real(self)
    settings.sendFallbackSCSV = True
    return settings


globals().update(planted.shape())
