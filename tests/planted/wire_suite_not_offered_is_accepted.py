"""A client accepts a cipher suite it did not offer.

Made by looking the suite up in the table of all.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Server responded with incorrect ciphersuite")

globals().update(planted.shape())
