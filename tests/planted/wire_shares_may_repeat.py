"""A server accepts two key shares for one group.

Made by taking the first that fits.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client sent multiple key shares for the same group")

globals().update(planted.shape())
