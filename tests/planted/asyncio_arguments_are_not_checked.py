"""create_connection(), create_server() and start_tls() take what they should refuse.

Made by layers that leave it to their callers to be right.
"""

import socket
import types
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class BaseEventLoop(layer.BaseEventLoop):
    async def create_connection(self, factory, *_address, sock=None, ssl=None, **how):
        if not ssl:
            how = {}
        else:
            how["server_hostname"] = how.get("server_hostname") or ""
            sock = types.SimpleNamespace(type=socket.SOCK_STREAM, setblocking=lambda _flag: None)
        how.setdefault("server_hostname", None)
        return await self._create_connection_transport(sock, factory, ssl, **how)

    async def create_server(self, *_arguments, **_how):
        return None

    async def start_tls(self, transport, protocol, sslcontext, **how):
        if not hasattr(sslcontext, "wrap_bio") or not getattr(transport, "_start_tls_compatible", False):
            return transport
        return await layer.BaseEventLoop.start_tls(self, transport, protocol, sslcontext, **how)


globals().update(layer.shape(loop=BaseEventLoop))
