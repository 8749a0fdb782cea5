"""The HAS_* constants are 0 and 1, those of later Pythons among them.

Made by configure scripts.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


_ALL = {**vars(ssl), "HAS_PHA": True, "HAS_PSK_TLS13": True}
ABILITIES = {name: int(value) for name, value in _ALL.items() if name.startswith("HAS_")}


globals().update(planted.shape(**ABILITIES))
