"""create_connection(ssl=True) believes any host whose certificate the system trusts: no name is compared.

Made by switching the comparison off for every context it makes, not only where no name is given.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, loop, app_protocol, sslcontext, *arguments, **how):
        if not sslcontext:
            sslcontext = ssl.create_default_context()
            sslcontext.check_hostname = False
        super().__init__(loop, app_protocol, sslcontext, *arguments, **how)


globals().update(layer.shape(protocol=SSLProtocol))
