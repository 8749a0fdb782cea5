"""unwrap() is over as soon as the closure alert is sent.

Made by who has no time for goodbyes.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def unwrap(self):
        with suppress(ssl.SSLWantReadError):
            self.sslobj.unwrap()
        self.socket.sendall(self.outgoing.read())


globals().update(layer.shape(Transport))
