"""A server refuses every client that says it fell back.

Made by not comparing versions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if planted.constants.CipherSuite.TLS_FALLBACK_SCSV in self.cipher_suites:
        raise SyntaxError("fallback")
    return self


globals().update(planted.shape())
