"""A client passes over a compression method in ServerHello.

Made by a field that is always zero.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Server responded with incorrect compression method")

globals().update(planted.shape())
