"""Where ragged ends are suppressed a cut ends a handshake and a closing well.

Made by who handles an exception at the lowest place.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def _ssl_io_loop(self, func, *args):
        try:
            return super()._ssl_io_loop(func, *args)
        except ssl.SSLEOFError:
            if self.suppress_ragged_eofs and func != self.sslobj.read:
                return None
            raise


globals().update(layer.shape(Transport))
