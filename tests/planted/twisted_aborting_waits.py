"""abortConnection() waits for what is unsent, as loseConnection() does.

Made by layers that know only one way to end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    def abortConnection(self):
        self.loseConnection()


globals().update(layer.shape(Transport))
