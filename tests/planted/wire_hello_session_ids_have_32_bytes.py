"""A server refuses session IDs that are neither empty nor of 32 bytes, and empty ones in TLS 1.3.

Made by taking what is usual for what is allowed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if len(self.session_id) not in ((0, 32) if self.getExtension(43) is None else (32,)):
        raise SyntaxError("session ID")
    return self


globals().update(planted.shape())
