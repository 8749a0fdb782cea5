"""A client of TLS 1.2 alone fails over the mark that servers of TLS 1.3 send it.

Made by not asking what was offered.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if bytes(self.random[24:31]) == b"DOWNGRD":
        raise SyntaxError("a downgrade")
    return self


globals().update(planted.shape())
