"""A server refuses a ClientHello of a version above its own.

Made by comparing for equality.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if tuple(self.client_version) not in ((3, 1), (3, 2), (3, 3)):
        raise SyntaxError("version")
    return self


globals().update(planted.shape())
