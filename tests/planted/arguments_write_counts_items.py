"""write() gives the number of items in place of bytes.

Made by using len() of the buffer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        self.real.write(data)
        return len(data)


globals().update(planted.shape(core=Core))
