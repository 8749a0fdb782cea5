"""A server accepts a server_name that no host can have.

Made by passing the bytes on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Host name in SNI is not valid")

globals().update(planted.shape())
