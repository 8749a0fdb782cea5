"""A renegotiation is not bound to the handshake before: renegotiation_info is not looked at.

Made by taking it for a formality.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def check(self, hello, wanted):
        yield from ()


planted.renegotiation = Again


globals().update(planted.shape())
