"""The uvloop drivers: what uvloop's own TLS layer gives an asyncio Protocol and asyncio's streams.

As the drivers of asyncio (`aio`), but the loop is uvloop, the connection a socketpair, and the TLS layer the
one uvloop is compiled with, which uses Python's ssl and no other module. The application has a transport
only once the connection is made.

Sources: uvloop docs; Python docs, library/asyncio-eventloop (create_connection, connect_accepted_socket).
Importable on Python 3.8 without uvloop; connects on Linux, with Python 3.11 and later.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Callable, Dict, Tuple

from harness.drivers.aio import PROTOCOL, STREAMS, ProtocolEndpoint, StreamsEndpoint
from harness.drivers.aio_endpoint import AsyncioEndpoint
from harness.drivers.aio_sslproto import NEEDS
from harness.drivers.aio_transport import HIGH_WATER, LOW_WATER
from harness.drivers.driver import Driver
from harness.drivers.uvloop_loop import SleepingLoop, SocketWire
from harness.drivers.wire_end import WireEnd, small_pair
from harness.errors import ScenarioError, Unsupported
from harness.implementation import Implementation
from harness.names import Role

#: Seconds; a scenario that lets more pass is for a clock that can be turned.
_PATIENCE = 1


class _OnUvloop(AsyncioEndpoint):
    """What is different on uvloop: how the connection comes about, and how it is left."""

    def close(self) -> None:
        """Abort the connection, end every task and the loop, close both ends."""
        if self._loop.is_closed():
            return
        self._end.close()
        self._given_socket.close()
        if self._transport is not None:
            self._transport.abort()
        for task in self._tasks():
            task.cancel()
        try:
            self._loop.run_until_idle()
        finally:
            self._loop.close()

    def elapse(self, seconds: float) -> None:
        """Let real time pass. Raises `Unsupported` for more than a second of it."""
        if seconds > _PATIENCE:
            raise Unsupported("uvloop's clock is the real one: {:g} s do not pass in a cell".format(seconds))
        super().elapse(seconds)

    def _make_loop(self, implementation: Implementation) -> Any:
        if implementation.module is not sys.modules.get("ssl"):
            raise Unsupported("uvloop's TLS is that of Python's ssl, and of no other module")
        own, self._given_socket = small_pair()
        self._given_socket.setblocking(False)  # noqa: FBT003 -- the socket's own way
        self._end = WireEnd(own)
        try:
            return SleepingLoop(SocketWire(self._end), self._secured)
        except BaseException:
            self._end.close()
            self._given_socket.close()
            raise

    def _connect(self) -> Tuple[Any, Any]:
        loop: Any = self._loop
        application, entrance = self._application(), self._options.entrance
        if entrance not in ("wrap", "start-tls"):
            raise ScenarioError("uvloop has no entrance {!r}".format(entrance))
        how: Dict[str, Any] = {} if entrance == "start-tls" else {"ssl": self._context, **self._timeouts()}
        if self._role is Role.SERVER:
            making = loop.uvloop.connect_accepted_socket(lambda: application, self._given_socket, **how)
        else:
            if how:
                how["server_hostname"] = self._server_name() or ""
            making = loop.uvloop.create_connection(lambda: application, sock=self._given_socket, **how)
        return None, loop.create_task(making)

    async def _finish_connecting(self, waiter: Any) -> None:
        try:
            self._transport, _ = await waiter
        except asyncio.CancelledError:
            raise ConnectionAbortedError("closed before the handshake was done") from None
        if self._options.entrance == "wrap":
            self._transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)
        self._object = self._transport.get_extra_info("ssl_object")
        self._opened()

    def _given(self) -> Dict[str, Callable[[], Any]]:
        return {**super()._given(), "connection": self._connection}

    def _connection(self) -> Any:
        if self._transport is None:
            raise Unsupported("uvloop gives no transport before the connection is made")
        return self._transport


class UvloopProtocol(_OnUvloop, ProtocolEndpoint):
    """The face of a Protocol."""


class UvloopStreams(_OnUvloop, StreamsEndpoint):
    """The face of asyncio's streams."""


ON_PROTOCOL = Driver(
    name="uvloop-protocol",
    connect=UvloopProtocol,
    calls=PROTOCOL.calls,
    needs=NEEDS,
    about="an asyncio Protocol over uvloop's TLS layer, on a socketpair and a loop that is seen to sleep",
    things=PROTOCOL.things,
    entrances=PROTOCOL.entrances,
)

ON_STREAMS = Driver(
    name="uvloop-streams",
    connect=UvloopStreams,
    calls=STREAMS.calls,
    needs=NEEDS,
    about="asyncio's streams over uvloop's TLS layer, on a socketpair and a loop that is seen to sleep",
    things=STREAMS.things,
    entrances=STREAMS.entrances,
)
