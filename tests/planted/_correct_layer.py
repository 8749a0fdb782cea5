"""asyncio's TLS layer and ways to connect, brought along by the implementation: nothing is wrong.

The control of the defects that begin with `asyncio_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)

globals().update(layer.shape(loop=layer.BaseEventLoop))
