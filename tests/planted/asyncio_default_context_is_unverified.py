"""create_connection(ssl=True) verifies nobody: the context it makes has neither anchors nor names.

Made by a context that is made by hand, in place of ssl.create_default_context().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, loop, app_protocol, sslcontext, *arguments, **how):
        if not sslcontext:
            sslcontext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            sslcontext.check_hostname = False
            sslcontext.verify_mode = ssl.CERT_NONE
        super().__init__(loop, app_protocol, sslcontext, *arguments, **how)


globals().update(layer.shape(protocol=SSLProtocol))
