"""A server accepts more identities than binders.

Made by looking at the first of each alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Number of identities does not match number of binders")

globals().update(planted.shape())
