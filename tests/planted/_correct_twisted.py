"""Twisted's TLS, brought along by the implementation: nothing is wrong.

The control of the defects that begin with `twisted_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)

globals().update(layer.shape())
