"""A server refuses a ClientHello with a protocol it does not know.

Made by looking every one of them up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    extension = self.getExtension(16)
    names = extension.protocol_names if extension is not None else None
    if any(not bytes(name).startswith((b"h", b"spdy/")) for name in names or ()):
        raise SyntaxError("unknown protocol")
    return self


globals().update(planted.shape())
