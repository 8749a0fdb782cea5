"""A client offers every version it knows when it renegotiates.

Made by starting over.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


planted.narrowed = lambda setup: setup


globals().update(planted.shape())
