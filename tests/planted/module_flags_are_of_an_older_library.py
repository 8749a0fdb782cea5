"""What the library can do is told as of the day the module was written: no TLS 1.3.

Made by a list of constants that nobody reads again when the library below is replaced.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


globals().update(planted.shape(HAS_TLSv1_3=False))
