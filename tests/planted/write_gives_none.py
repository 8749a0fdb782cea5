"""A write returns None.

Made by wrappers that forget to return.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        super().write(data)


globals().update(planted.shape(core=Core))
