"""A client makes a key share for a group it did not offer, when asked to.

Made by trusting the other end's choice.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Server selected group we did not advertise")

globals().update(planted.shape())
