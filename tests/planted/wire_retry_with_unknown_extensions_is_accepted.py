"""A client passes over extensions of a HelloRetryRequest that it did not send.

Made by ignoring what is not known.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Unexpected extension in HRR")

globals().update(planted.shape())
