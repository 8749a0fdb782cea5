"""A client answers a HelloRetryRequest that asks for no change.

Made by no thought of endless loops.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Received HRR did not cause update")

globals().update(planted.shape())
