"""create_connection(ssl=True, server_hostname="") fails: the context that is made there wants a name.

Made by checking for contradictions before the default context is told that there is no name.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, loop, app_protocol, sslcontext, *arguments, **how):
        given = dict(zip(("waiter", "server_side", "server_hostname"), arguments, strict=False), **how)
        if (
            not sslcontext
            and not given.get("server_hostname")
            and ssl.create_default_context().check_hostname
        ):
            raise ValueError("check_hostname requires server_hostname")
        super().__init__(loop, app_protocol, sslcontext, *arguments, **how)


globals().update(layer.shape(protocol=SSLProtocol))
