"""compression() tells a method though nothing is compressed.

Made by tables indexed from one instead of zero.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def compression(self):
        return "ZLIB"


globals().update(planted.shape(core=Core))
