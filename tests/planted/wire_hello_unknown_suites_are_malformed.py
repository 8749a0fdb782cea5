"""A server refuses a ClientHello with a cipher suite it does not know.

Made by looking every one of them up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    known = planted.constants.CipherSuite.ietfNames
    if not set(self.cipher_suites) <= set(known):
        raise SyntaxError("unknown cipher suite")
    return self


globals().update(planted.shape())
