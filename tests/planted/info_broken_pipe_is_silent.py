"""Writing to a peer that is gone succeeds.

Made by ignoring what the transport says of output.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        try:
            return self.real.write(data)
        except (ssl.SSLEOFError, BrokenPipeError, ConnectionResetError):
            return len(data)


globals().update(planted.shape(core=Core))
