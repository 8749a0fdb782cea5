"""The HAS_* constants are 0 and 1.

Made by configure scripts.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


ABILITIES = {name: int(value) for name, value in vars(ssl).items() if name.startswith("HAS_")}


globals().update(planted.shape(**ABILITIES))
