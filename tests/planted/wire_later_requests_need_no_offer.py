"""A server asks for a certificate after the handshake whether or not the client offered to be asked.

Made by those who know their clients.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection.request_post_handshake_auth")
def request_post_handshake_auth(real, self, *arguments):
    self._pha_supported = True
    return real(self, *arguments)


globals().update(planted.shape())
