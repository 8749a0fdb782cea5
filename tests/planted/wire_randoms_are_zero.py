"""The random of a hello is made of zeros.

Made by test code that was shipped.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.getRandomBytes")
def draw(real, size):
    return bytearray(size)


globals().update(planted.shape())
