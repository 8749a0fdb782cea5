"""A server of TLS 1.2 refuses clients that can compress as well.

Made by applying what TLS 1.3 demands to every version.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if self.getExtension(43) is None and list(self.compression_methods) != [0]:
        raise SyntaxError("compression")
    return self


globals().update(planted.shape())
