"""A write of zero bytes raises ValueError.

Made by record layers that refuse empty records.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        if not len(data):
            raise ValueError("nothing to write")
        return super().write(data)


globals().update(planted.shape(core=Core))
