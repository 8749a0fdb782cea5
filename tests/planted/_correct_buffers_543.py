"""Nothing is wrong here: TLS buffers of PEP 543 over `ssl`."""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)

globals().update(planted.shape_543())
