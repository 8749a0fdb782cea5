"""A write reports how many bytes went to the wire.

Made by layers that return what the transport below returned.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        count = super().write(data)
        return count + 29 if count else count


globals().update(planted.shape(core=Core))
