"""A server does not verify the signature of an answer after the handshake.

Made by leaving the check out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Signature verification failed")

globals().update(planted.shape())
