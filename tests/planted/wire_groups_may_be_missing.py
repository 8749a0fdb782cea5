"""A TLS 1.3 server does not ask for the supported_groups extension.

Made by reading key shares alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Missing supported_groups extension")

globals().update(planted.shape())
