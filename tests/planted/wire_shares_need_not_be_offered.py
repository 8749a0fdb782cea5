"""A server accepts a key share for a group the client does not list.

Made by reading key shares alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Client sent key share for group it did not advertise")

globals().update(planted.shape())
