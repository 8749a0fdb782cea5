"""close() ends the connection under the files that were made of the transport.

Made by who shuts down before closing, to be sure.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from socket import SHUT_RDWR

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def close(self):
        with suppress(OSError):
            self.socket.shutdown(SHUT_RDWR)
        super().close()


globals().update(layer.shape(Transport))
