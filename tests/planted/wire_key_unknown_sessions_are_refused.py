"""A session ID the server does not know ends the handshake.

Made by taking a session that is out of date for an attack.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if bytes(self.session_id).startswith(b"unknown"):
        raise SyntaxError("what session is this?")
    return self


globals().update(planted.shape())
