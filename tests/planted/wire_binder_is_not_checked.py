"""A server takes up a ticket whatever its binder says.

Made by tickets that prove themselves.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.handshakehelpers.HandshakeHelpers.verify_binder = staticmethod(lambda *args: None)

globals().update(planted.shape())
