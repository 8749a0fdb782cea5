"""A server accepts a ClientHello without the null compression method.

Made by a field that is never looked at.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client Hello missing uncompressed method")

globals().update(planted.shape())
