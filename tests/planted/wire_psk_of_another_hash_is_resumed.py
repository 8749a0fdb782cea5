"""A server resumes a ticket under a suite whose hash is not the ticket's.

Made by choosing the suite first and the PSK without a look at it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverTLS13Handshake",
    "if psk_hash != prf_name:",
    "if external and psk_hash != prf_name:",
)

globals().update(planted.shape())
