"""A server reads the extensions of a ClientHello in one order only.

Made by a parser written from one client's hello.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    kinds = [each.extType for each in self.extensions or () if each.extType in (10, 13)]
    if kinds != sorted(kinds, reverse=True):
        raise SyntaxError("supported_groups before signature_algorithms")
    return self


globals().update(planted.shape())
