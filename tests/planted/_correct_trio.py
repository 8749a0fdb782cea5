"""trio's TLS, brought along by the implementation: nothing is wrong.

The control of the defects that begin with `trio_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)

globals().update(layer.shape())
