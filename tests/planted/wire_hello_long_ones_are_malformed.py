"""A server refuses a ClientHello that does not fit into one record, or has many parts.

Made by buffers of a fixed size.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if len(parser.bytes) > 2**14 or len(self.cipher_suites) > 200 or len(self.extensions or ()) > 50:
        raise SyntaxError("too long")
    return self


globals().update(planted.shape())
