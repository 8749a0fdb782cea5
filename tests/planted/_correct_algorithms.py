"""Nothing is wrong here: groups, cipher suites and signature algorithms as in Python 3.15, on any Python.

The control of the defects that begin with `algorithms_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)

globals().update(planted.shape())
