"""A step loop that makes TLS connections: asyncio's own code, over one transport in memory.

`create_connection`, `create_server`, `start_tls` and `sendfile` are those of `asyncio.base_events`, bound to
the implementation on trial; what an event loop adds to them is here: how a transport is made. A loop has
one wire. Whatever connection is made, the `MemoryTransport` under it becomes `wire`.

Sources: Python docs, library/asyncio-eventloop; CPython's Lib/asyncio/selector_events.py
(`_make_ssl_transport`, `_make_socket_transport`). Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Callable, List, Optional, Tuple

from harness.drivers.aio_loop import StepLoop
from harness.drivers.aio_sslproto import base_loop_for, sslproto_for
from harness.drivers.aio_transport import MemoryTransport
from harness.implementation import Implementation

#: What `get_extra_info` of the transport under TLS knows.
EXTRA = {"peername": ("127.0.0.1", 4433), "sockname": ("127.0.0.1", 50000)}


class ConnectingLoop(StepLoop):
    """A `StepLoop` with the methods that connect. Raises `Unsupported` as `sslproto_for` does.

    Every host has the one address at which the wire is.

    wire: the transport made last, None before. upgraded: called with each transport that `start_tls` and
    `create_connection` give.
    """

    def __init__(self, implementation: Implementation, upgraded: Callable[[Any], None]) -> None:
        super().__init__()
        self.wire: Optional[MemoryTransport] = None
        self._layer = sslproto_for(implementation)
        self._implementation = implementation
        self._upgraded = upgraded
        self._found: List[socket.socket] = []
        self._debug = False  # base_events looks here

    async def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        """Upgrade a transport to TLS; returns the new one."""
        transport = await self._borrowed("start_tls")(self, *args, **kwargs)
        self._upgraded(transport)
        return transport

    async def create_connection(self, *args: Any, **kwargs: Any) -> Any:
        """As documented; what it connects to is the wire, whatever socket it is given."""
        transport, protocol = await self._borrowed("create_connection")(self, *args, **kwargs)
        self._upgraded(transport)
        return transport, protocol

    async def getaddrinfo(self, host: Any, port: Any, **_how: Any) -> List[Tuple[Any, ...]]:
        """The address of any host, as the function of that name in `socket` tells it."""
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port or 0))]

    async def sock_connect(self, sock: socket.socket, _address: Any) -> None:
        """Whatever a socket is connected to is the wire; the socket itself is closed with the loop."""
        self._found.append(sock)

    def close(self) -> None:
        """As above; sockets that were made for a wire are closed."""
        while self._found:
            self._found.pop().close()
        super().close()

    async def create_server(self, *args: Any, **kwargs: Any) -> Any:
        """As documented, as far as the arguments are checked: there is nothing to listen on."""
        return await self._borrowed("create_server")(self, *args, **kwargs)

    async def sendfile(self, *args: Any, **kwargs: Any) -> Any:
        """As documented; what the operating system could do by itself is left to the fallback."""
        return await self._borrowed("sendfile")(self, *args, **kwargs)

    def make_tls_transport(
        self,
        protocol: asyncio.BaseProtocol,
        sslcontext: Any,
        waiter: Any,
        *,
        server_side: bool = False,
        server_hostname: Optional[str] = None,
        **timeouts: Optional[float],
    ) -> Any:
        """A wire with TLS on it; returns the application's transport.

        timeouts: ssl_handshake_timeout and ssl_shutdown_timeout in seconds, None for the usual ones.
        Exceptions of the implementation pass.
        """
        tls = self._layer.SSLProtocol(
            self, protocol, sslcontext, waiter, server_side, server_hostname, **timeouts
        )
        self.wire = MemoryTransport(self, tls, dict(EXTRA))
        return tls._app_transport  # noqa: SLF001 -- where the event loops take it from, too

    def make_plain_transport(self, protocol: asyncio.BaseProtocol, waiter: Any) -> MemoryTransport:
        """A wire without TLS; `waiter` is done once `protocol.connection_made` was called."""
        self.wire = MemoryTransport(self, protocol, dict(EXTRA))
        self.call_soon(waiter.set_result, None)
        return self.wire

    # The names by which base_events knows these. `context`: that of the callbacks, from Python 3.15 on.

    async def _create_connection_transport(self, *args: Any, **kwargs: Any) -> Any:
        return await self._borrowed("_create_connection_transport")(self, *args, **kwargs)

    async def _ensure_resolved(self, *args: Any, **kwargs: Any) -> Any:
        return await self._borrowed("_ensure_resolved")(self, *args, **kwargs)

    async def _connect_sock(self, *args: Any, **kwargs: Any) -> Any:
        return await self._borrowed("_connect_sock")(self, *args, **kwargs)

    async def _sendfile_fallback(self, *args: Any) -> Any:
        return await self._borrowed("_sendfile_fallback")(self, *args)

    def _make_ssl_transport(
        self,
        _sock: Any,
        protocol: asyncio.BaseProtocol,
        sslcontext: Any,
        waiter: Any,
        *,
        context: Any = None,
        **how: Any,
    ) -> Any:
        return self.make_tls_transport(protocol, sslcontext, waiter, **how)

    def _make_socket_transport(
        self,
        _sock: Any,
        protocol: asyncio.BaseProtocol,
        waiter: Any,
        *,
        context: Any = None,
    ) -> Any:
        return self.make_plain_transport(protocol, waiter)

    def _borrowed(self, name: str) -> Any:
        return getattr(base_loop_for(self._implementation), name)
