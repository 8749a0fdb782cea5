"""The `anyio-asyncio` and `anyio-trio` drivers: anyio's TLSStream on either backend, standing still.

There is no stream before the handshake: `TLSStream.wrap` makes it and is the handshake, and a failed one
fails every call. close_notify() is `unwrap`; close() is `aclose`, which is `unwrap` and then closes the
transport. A read is `receive`, and EndOfStream its b"". tell() asks the stream's attribute `ssl_object`.
The entrance "accept" is TLSListener's: the handshake of a server is that of the listener, and its failure
what `handle_handshake_error` is told. The entrance "connect" is TLSConnectable's.

A module that brings a layer of its own calls its classes as anyio does: `TLSStream`, `TLSAttribute`,
`TLSListener`, `TLSConnectable`.

Sources: AnyIO docs, "Streams" (TLS streams) and its API reference.
Importable on Python 3.8 without anyio.
"""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, List

from harness.drivers.bound import installed, layer_for
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.stepping import AsyncioSteps, SteppingLoop
from harness.drivers.stream_endpoint import CALLS, SEND_BUFFER, THINGS, StreamEndpoint
from harness.drivers.tasks import Tasks
from harness.drivers.trio_loop import TrioSteps
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role
from harness.setup import Setup

#: The names of `ssl` that anyio's TLSStream uses.
NEEDS = (
    "SSLContext", "SSLObject", "MemoryBIO", "SSLError", "SSLWantReadError", "SSLWantWriteError",
    "SSLSyscallError", "SSLEOFError",
)  # fmt: skip

#: The ways into a stream.
ENTRANCES = frozenset(("wrap", "accept", "connect"))

# A listener logs the handshakes that fail; without a handler logging prints that.
_QUIET = logging.NullHandler()


class AnyioEndpoint(StreamEndpoint):
    """An `Endpoint` over `anyio.streams.tls.TLSStream`; raises `Unsupported` where anyio is not installed."""

    def __init__(
        self,
        implementation: Implementation,
        setup: Setup,
        contexts: Contexts,
        make_loop: Callable[[], SteppingLoop],
    ) -> None:
        self._anyio = installed("anyio", "anyio")
        self._layer = layer_for(implementation, "TLSStream", "anyio.streams.tls")
        if setup.session is not None and setup.role is Role.CLIENT:
            raise Unsupported("anyio offers no way to resume a session")
        if (setup.options.entrance, setup.role) in (("accept", Role.CLIENT), ("connect", Role.SERVER)):
            raise Unsupported("servers accept connections, and clients make them")
        self._stream: Any = None
        self.wrapping = (self._anyio.BrokenResourceError,)
        self.lost = (self._anyio.BrokenResourceError, self._anyio.ClosedResourceError)
        self.misused = (self._anyio.BusyResourceError,)
        super().__init__(implementation, setup, contexts, make_loop)

    def _make_wire(self) -> AnyioWire:
        return AnyioWire(self._anyio)

    def _connection(self) -> Any:
        if self._stream is None:
            raise Unsupported("anyio has no TLSStream before the handshake is done")
        return self._stream

    def _facts(self) -> Any:
        return self._stream.extra(self._layer.TLSAttribute.ssl_object)

    async def _on_handshake(self) -> None:
        if self._stream is None:
            ways = {"wrap": self._wrapped, "accept": self._accepted, "connect": self._connected}
            self._stream = await ways[self._options.entrance]()

    async def _wrapped(self) -> Any:
        return await self._layer.TLSStream.wrap(
            self._wire,
            server_side=self._role is Role.SERVER,
            hostname=self._server_name(),
            ssl_context=self._context,
            standard_compatible=not self._options.https_compatible,
        )

    async def _connected(self) -> Any:
        connectable = self._layer.TLSConnectable(
            Connecting(self._wire),
            hostname=self._server_name(),
            ssl_context=self._context,
            standard_compatible=not self._options.https_compatible,
        )
        return await connectable.connect()

    async def _accepted(self) -> Any:
        """The stream that a listener gives its handler; raises what kept it from coming about."""
        logging.getLogger(self._layer.TLSListener.__module__).addHandler(_QUIET)
        listener = _listener_class(self._layer.TLSListener)(
            Listening(self._wire), self._context, standard_compatible=not self._options.https_compatible
        )
        if self._options.handshake_timeout is not None:
            listener.handshake_timeout = self._options.handshake_timeout
        settled, streams = self._anyio.Event(), []

        async def serve() -> None:
            try:
                await listener.serve(handle)
            finally:
                settled.set()

        async def handle(stream: Any) -> None:
            streams.append(stream)
            settled.set()
            await self._anyio.sleep_forever()  # a handler's return would be the end of its connection

        serving = self._loop.start(serve)
        await settled.wait()
        if streams:
            return streams[0]
        serving.result()
        raise listener.failures[0]

    async def _on_read(self, amount: int) -> bytes:
        try:
            data: bytes = await self._there().receive(amount)
        except self._anyio.EndOfStream:
            return b""
        return data

    async def _on_write(self, data: bytes) -> None:
        await self._there().send(data)

    async def _on_unwrap(self) -> None:
        await self._there().unwrap()

    async def _on_close(self) -> None:
        await (self._stream or self._wire).aclose()

    def _tasks(self) -> Tasks:
        return Tasks(self._loop, self._anyio.CancelScope)

    def _there(self) -> Any:
        """The stream; raises what kept it from coming about."""
        if self._stream is None and self._handshaking is not None:
            self._handshaking.result()
        return self._stream


class Listening:
    """An anyio Listener that has accepted one connection, the wire."""

    def __init__(self, wire: Any) -> None:
        self._wire = wire

    async def serve(self, handler: Callable[[Any], Awaitable[None]], task_group: Any = None) -> None:
        """Handle the wire."""
        await handler(self._wire)


class Connecting:
    """An anyio ByteStreamConnectable that leads to the wire."""

    def __init__(self, wire: Any) -> None:
        self._wire = wire

    async def connect(self) -> Any:
        """The wire."""
        return self._wire


def _listener_class(listener: Any) -> Any:
    """The class of listener that notes its failures, as anyio asks applications to: by a method of theirs."""
    failures: List[BaseException] = []

    async def handle_handshake_error(error: BaseException, stream: Any) -> None:
        failures.append(error)
        await listener.handle_handshake_error(error, stream)

    body = {"failures": failures, "handle_handshake_error": staticmethod(handle_handshake_error)}
    return type(listener.__name__, (listener,), body)


class AnyioWire:
    """An anyio ByteStream in memory, with the bounds and breaks of a socket. See `stream_endpoint.Wire`.

    received: what has arrived and was not asked for yet.
    """

    def __init__(self, anyio: Any) -> None:
        self.closed = self.sending = False
        self.extra_attributes: Dict[Any, Any] = {}
        self._anyio = anyio
        self.received, self._outgoing = bytearray(), bytearray()
        self._ended = self._broken = False
        self._changed = anyio.Event()

    @property
    def unsent(self) -> int:
        """Bytes sent that nobody has taken."""
        return len(self._outgoing)

    def feed(self, data: bytes) -> None:
        """Bytes arrive; dropped once it is closed or broken."""
        if not (self.closed or self._broken):
            self.received += data
            self._stir()

    def feed_eof(self) -> None:
        """The stream ends behind them."""
        self._ended = True
        self._stir()

    def feed_reset(self) -> None:
        """The stream breaks: whoever waits on it, or comes later, is told."""
        self._broken = True
        self._stir()

    def take(self) -> bytes:
        """Everything sent; who waits for room goes on."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        self._stir()
        return data

    # anyio.abc.ByteStream

    async def send(self, data: bytes) -> None:
        """Send, and wait while too much of it was not taken."""
        await self._anyio.lowlevel.checkpoint()
        self._check()
        self._outgoing += data
        self.sending = True
        try:
            while len(self._outgoing) > SEND_BUFFER:
                await self._changed.wait()
                self._check()
        finally:
            self.sending = False

    async def receive(self, max_bytes: int = 65536) -> bytes:
        """What has arrived; raises EndOfStream at the end."""
        await self._anyio.lowlevel.checkpoint()
        self._check()
        while not (self.received or self._ended):
            await self._changed.wait()
            self._check()
        if not self.received:
            raise self._anyio.EndOfStream
        data = bytes(self.received[:max_bytes])
        del self.received[:max_bytes]
        return data

    async def aclose(self) -> None:
        """Close; what was sent is still taken."""
        self.closed = True
        self._stir()
        await self._anyio.lowlevel.checkpoint()

    def _stir(self) -> None:
        self._changed.set()
        self._changed = self._anyio.Event()

    def _check(self) -> None:
        if self.closed:
            raise self._anyio.ClosedResourceError
        if self._broken:
            raise self._anyio.BrokenResourceError


def _on_asyncio(implementation: Implementation, setup: Setup, contexts: Contexts) -> AnyioEndpoint:
    return AnyioEndpoint(implementation, setup, contexts, AsyncioSteps)


def _on_trio(implementation: Implementation, setup: Setup, contexts: Contexts) -> AnyioEndpoint:
    return AnyioEndpoint(implementation, setup, contexts, TrioSteps)


ON_ASYNCIO = Driver(
    name="anyio-asyncio",
    connect=_on_asyncio,
    calls=CALLS,
    needs=NEEDS,
    about="anyio's TLSStream on asyncio, on a stream in memory and a loop that stands still",
    things=THINGS,
    entrances=ENTRANCES,
)

ON_TRIO = Driver(
    name="anyio-trio",
    connect=_on_trio,
    calls=CALLS,
    needs=NEEDS,
    about="anyio's TLSStream on trio, on a stream in memory and a loop that stands still",
    things=THINGS,
    entrances=ENTRANCES,
)
