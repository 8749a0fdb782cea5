"""A TLS 1.3 server does not ask for the key_share extension.

Made by a check left to what comes later.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Missing key_share extension")

globals().update(planted.shape())
