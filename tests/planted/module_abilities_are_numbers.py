"""HAS_PHA and HAS_PSK_TLS13 are 1 and not True.

Made by those who hand on what the preprocessor knows.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


_NUMBERS = {"HAS_PHA": 1, "HAS_PSK_TLS13": 1}


globals().update(planted.shape(**_NUMBERS))
