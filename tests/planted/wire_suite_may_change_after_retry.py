"""A client accepts another cipher suite than HelloRetryRequest had.

Made by reading each hello for itself.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("server selected different cipher in HRR")

globals().update(planted.shape())
