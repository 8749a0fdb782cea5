"""The highest bit of an X25519 coordinate is not masked.

Made by a routine that takes the coordinate as it comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.x25519")
def x25519(real, key, point):
    return real(key, point) if not point[-1] & 0x80 else real(key, bytearray(32))


globals().update(planted.shape())
