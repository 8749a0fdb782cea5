"""A long list of certificates ends in a RecursionError.

Made by reading the rest of a list by a call of the reader.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.Certificate.parse")
def parse(real, self, parser):
    real(self, parser)

    def read(rest):
        return 1 + read(rest - 1) if rest else 0

    read(len(self.cert_chain.x509List) if self.cert_chain else 0)
    return self


globals().update(planted.shape())
