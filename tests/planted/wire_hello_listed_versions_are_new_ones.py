"""A server refuses supported_versions without TLS 1.3.

Made by taking the extension for a sign of TLS 1.3.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    listed = self.getExtension(43)
    if listed is not None and (3, 4) not in listed.versions:
        raise SyntaxError("no TLS 1.3")
    return self


globals().update(planted.shape())
