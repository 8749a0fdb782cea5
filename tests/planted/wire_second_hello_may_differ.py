"""A server accepts any change in the second ClientHello.

Made by reading each hello for itself.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Old Client Hello does not match the updated Client Hello")

globals().update(planted.shape())
