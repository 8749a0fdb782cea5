"""A server accepts a second ClientHello with the share of another group than it asked for.

Made by reading each hello for itself.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client key share does not match Hello Retry Request")

globals().update(planted.shape())
