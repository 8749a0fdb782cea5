"""A client that offers a session does not look for the mark of a downgrade.

Made by a short way for resumptions ahead of the checks of a new connection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._handshakeClientAsyncHelper",
    "if (settings.maxVersion > (3, 3) and self.version <= (3, 3)) and",
    "if not session and settings.maxVersion > (3, 3) and self.version <= (3, 3) and",
)

globals().update(planted.shape())
