"""A server that requires a certificate takes an answer without one after the handshake.

Made by leaving the check out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client did not provide a certificate in post-handshake")

globals().update(planted.shape())
