"""A server that only would like a certificate gives up without one.

Made by one flag where there should be two.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.Certificate.parse")
def parse(real, self, parser):
    real(self, parser)
    if not self.cert_chain:
        raise SyntaxError("no certificate")
    return self


globals().update(planted.shape())
