"""A KeyUpdate with a request that does not exist is accepted.

Made by testing for one value alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Received KeyUpdate request with unknown message_type")

globals().update(planted.shape())
