"""writelines() goes over what it is given twice: of an iterator nothing is counted.

Made by layers that queue the pieces in one go and add up their sizes in another.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _write_appdata(self, list_of_data):
        pieces = list(list_of_data)
        super()._write_appdata(pieces)
        if not isinstance(list_of_data, (list, tuple)):
            self._write_buffer_size -= sum(map(len, pieces))


globals().update(layer.shape(SSLProtocol))
