"""A ticket is taken, and the ServerHello that says so has another session ID than the client's.

Made by who knows session IDs as what servers make up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "session.sessionID = clientHello.session_id",
    "session.sessionID = getRandomBytes(32)",
)

globals().update(planted.shape())
