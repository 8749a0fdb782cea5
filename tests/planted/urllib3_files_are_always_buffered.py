"""makefile() with a buffer of no bytes gives a file with a buffer.

Made by who takes 0 for a number that was not given.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def makefile(self, mode, buffering=None, **how):
        return super().makefile(mode, buffering or None, **how)


globals().update(layer.shape(Transport))
