"""A TLS 1.2 client accepts a protocol it did not offer.

Made by trusting the other end's choice.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Server selected ALPN protocol we did not advertise")
planted.skips("Server sent ALPN extension without one")

globals().update(planted.shape())
