"""A private copy of tlslite-ng that renegotiates, in which nothing else was changed.

The control of `_renegotiating.py`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)

globals().update(planted.shape())
