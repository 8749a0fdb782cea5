"""A server serves a client that says it has fallen back from a better version.

Made by stacks older than RFC 7507.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

FALLBACK = planted.constants.AlertDescription.inappropriate_fallback


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    if description != FALLBACK:
        yield from real(self, description, text)


globals().update(planted.shape())
