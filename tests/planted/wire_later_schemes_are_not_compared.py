"""A server takes a signature by any scheme for an answer after the handshake.

Made by leaving the checks out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client selected signature algorithm")

globals().update(planted.shape())
