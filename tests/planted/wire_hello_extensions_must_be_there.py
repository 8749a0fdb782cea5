"""A server takes a ClientHello without extensions for a malformed one.

Made by reading their length whether it is there or not.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if not self.extensions:
        raise SyntaxError("no extensions")
    return self


globals().update(planted.shape())
