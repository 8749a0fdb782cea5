"""A Certificate with more than one certificate is refused.

Made by who thinks that chains are for others.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.Certificate.parse")
def parse(real, self, parser):
    real(self, parser)
    if self.cert_chain and len(self.cert_chain.x509List) > 1:
        raise SyntaxError("too many certificates")
    return self


globals().update(planted.shape())
