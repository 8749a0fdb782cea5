"""can_write_eof() is True, and write_eof() closes the connection.

Made by layers that take the closure alert for a FIN.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def can_write_eof(self):
        return True

    def write_eof(self):
        self.close()


globals().update(layer.shape(transport=Transport))
