"""The library's version is told as text in each of its forms.

Made by those who split it at the dots.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


globals().update(planted.shape(OPENSSL_VERSION_INFO=("3", "0", "19", "0", "0")))
