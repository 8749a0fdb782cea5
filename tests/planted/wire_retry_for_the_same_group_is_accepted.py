"""A client tries again with the group it sent a share for already.

Made by no thought of endless loops.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Server selected group we did sent the key share for")

globals().update(planted.shape())
