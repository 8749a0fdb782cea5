"""urllib3's TLS, brought along by the implementation: nothing is wrong.

The control of the defects that begin with `urllib3_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)

globals().update(layer.shape())
