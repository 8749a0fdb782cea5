"""A server that resumes forgets the limit of records.

Made by setting limits up where a full handshake ends.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "                for result in self._sendFinished(session.masterSecret,",
    "                self._shortened = True\n"
    "                for result in self._sendFinished(session.masterSecret,",
)
planted.rewrites(
    "tlsconnection.TLSConnection._sendFinished",
    "        if self._peer_record_size_limit:",
    "        if self._peer_record_size_limit and not getattr(self, '_shortened', False):",
)

globals().update(planted.shape())
