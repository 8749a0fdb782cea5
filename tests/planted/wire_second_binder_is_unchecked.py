"""A server does not verify the binder of a second ClientHello.

Made by a retry that goes on with what the first ClientHello had led to.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverTLS13Handshake",
    " HandshakeHelpers.verify_binder(",
    " self._ccs_sent or HandshakeHelpers.verify_binder(",
)

globals().update(planted.shape())
