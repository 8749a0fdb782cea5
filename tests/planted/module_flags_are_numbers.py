"""HAS_* constants are 0 and 1, as the header's macros are.

Made by bindings that copy a header file.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

NUMBERS = {name: int(value) for name, value in vars(ssl).items() if name.startswith("HAS_")}


globals().update(planted.shape(**NUMBERS))
