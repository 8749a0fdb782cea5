"""Closing the last file that was made of the transport closes the socket.

Made by who counts the files and forgets the transport.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def _decref_socketios(self):
        super()._decref_socketios()
        if self.socket._io_refs == 0:
            self.socket.close()


globals().update(layer.shape(Transport))
