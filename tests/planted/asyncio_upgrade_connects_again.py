"""start_tls() calls connection_made() again.

Made by layers for which every connection begins with a handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, *arguments, call_connection_made=True, **how):
        super().__init__(*arguments, **how)


globals().update(layer.shape(protocol=SSLProtocol))
