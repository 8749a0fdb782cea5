"""start_tls() does not check the certificate's name.

Made by layers that check names where they connect, and start_tls() does not connect.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, loop, app_protocol, sslcontext, *arguments, call_connection_made=True, **how):
        if not call_connection_made:
            sslcontext.check_hostname = False
        super().__init__(
            loop, app_protocol, sslcontext, *arguments, call_connection_made=call_connection_made, **how
        )


globals().update(layer.shape(protocol=SSLProtocol))
