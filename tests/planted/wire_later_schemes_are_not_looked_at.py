"""A client signs an answer after the handshake with whatever scheme it has.

Made by taking its own first scheme where no scheme of the request fits.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.getFirstMatching")
def choose(real, ours, asked):
    return real(ours, asked) or ours[0]


globals().update(planted.shape())
