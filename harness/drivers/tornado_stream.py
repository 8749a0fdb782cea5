"""The `tornado` driver: tornado's SSLIOStream over a socketpair, on a loop that asks and never waits.

The stream comes about as TCPClient and TCPServer make it: `IOStream.start_tls` for a client, a wrapped
socket and `wait_for_handshake` for a server. A read is `read_bytes(n, partial=True)`. A stream has one read
at a time and cannot give it up: one that waits is kept, and the next read goes on with it. Tornado has no
closing handshake, so there is no close_notify(); close() is the stream's.

StreamClosedError says by its `real_error` what has closed the stream: that decides its kind. Without one,
and without a close() of ours, it is the end of the stream, b"" to a read.

A module that brings a layer of its own has the names of tornado.iostream: `IOStream`, `SSLIOStream` and what
belongs to them.

Source: Tornado docs, tornado.iostream. Importable on Python 3.8 without tornado.
"""

from __future__ import annotations

import logging
from typing import Any, Callable, Optional

from harness.drivers.bound import installed, layer_for
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.selecting_loop import SelectingLoop
from harness.drivers.stepping import AsyncioSteps, Task
from harness.drivers.stream_endpoint import CALLS, THINGS, StreamEndpoint
from harness.drivers.wire_end import WireEnd, small_pair
from harness.endpoint import Raised
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role
from harness.setup import Setup

# Tornado warns its applications of ssl errors; without a handler logging prints that.
_QUIET = logging.NullHandler()


class TornadoEndpoint(StreamEndpoint):
    """An `Endpoint` over `tornado.iostream.SSLIOStream`; raises `Unsupported` where there is no tornado."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        installed("tornado", "tornado")
        self._layer = layer_for(implementation, "SSLIOStream", "tornado.iostream", "tornado.netutil")
        if setup.session is not None and setup.role is Role.CLIENT:
            raise Unsupported("tornado offers no way to resume a session")
        logging.getLogger("tornado.general").addHandler(_QUIET)
        self.wrapping = (self._layer.StreamClosedError,)
        self._stream: Any = None
        self._reading: Optional[Task] = None
        self._left = self._ended = False
        super().__init__(implementation, setup, contexts, _Steps)

    def backlog(self) -> int:
        """Bytes fed that the kernel has not taken yet."""
        if self._pending:
            self._loop.run(self._catch_up)
        return self._end.backlog()

    def close(self) -> None:
        """Close both ends and the loop."""
        if self._ended:
            return
        self._ended = True
        self._end.close()  # a stream that shakes hands still, which nobody has yet, hears of it and closes
        self._loop.run(self._close_stream)
        self._loop.close()

    def _close_stream(self) -> None:
        # A plain stream has no socket any more once TLS has begun on it.
        if self._stream is not None and self._stream.socket is not None:
            self._stream.close()

    def _make_wire(self) -> SocketWire:
        own, self._plain = small_pair()
        self._plain.setblocking(False)  # noqa: FBT003 -- the socket's own way
        self._end = WireEnd(own)
        assert isinstance(self._loop, _Steps)
        self._loop.end = self._end
        return SocketWire(self._end, lambda: self._stream)

    def _begin(self) -> None:
        if self._role is Role.CLIENT:
            self._stream = self._layer.IOStream(self._plain)
            return
        wrapped = self._layer.ssl_wrap_socket(
            self._plain, self._context, server_side=True, do_handshake_on_connect=False
        )
        self._stream = self._layer.SSLIOStream(wrapped, ssl_options=self._context)

    def _connection(self) -> Any:
        if self._stream is None:
            raise Unsupported("tornado gives no stream before the handshake is done")
        return self._stream

    def _facts(self) -> Any:
        return self._stream.socket

    async def _on_handshake(self) -> None:
        if self._shaken():
            return
        if self._role is Role.CLIENT:
            upgrade = self._stream.start_tls(
                server_side=False, ssl_options=self._context, server_hostname=self._server_name()
            )
            # The plain stream is left without its socket; nobody has the other one before it is done.
            self._stream = None
            self._stream = await upgrade
        else:
            await self._stream.wait_for_handshake()

    async def _on_read(self, amount: int) -> bytes:
        stream = self._there()
        if amount <= 0:
            data: bytes = await stream.read_bytes(amount, partial=True)
            return data
        if self._reading is None:
            self._reading = self._loop.start(lambda: stream.read_bytes(amount, partial=True))
        task = self._reading
        await task.wait()
        self._reading = None
        try:
            data = task.result()
        except self._layer.StreamClosedError as closed:
            if closed.real_error is not None or self._left:
                raise
            return b""
        self._unread = data[amount:]
        return data[:amount]

    async def _on_write(self, data: bytes) -> None:
        await self._there().write(data)

    async def _on_close(self) -> None:
        self._left = True
        self._connection().close()

    def _there(self) -> Any:
        """The stream; raises what kept it from coming about."""
        if self._stream is None and self._handshaking is not None:
            self._handshaking.result()
        return self._stream

    def _raised(self, error: BaseException) -> Raised:
        real = getattr(error, "real_error", None)
        if isinstance(error, self.wrapping) and real is not None:
            error.__cause__ = real
        self.lost = self.wrapping
        return super()._raised(error)


class _Steps(AsyncioSteps):
    """Steps that keep the socket filled from the queue of the harness's end."""

    end: Optional[WireEnd] = None

    def __init__(self) -> None:
        super().__init__(SelectingLoop())  # type: ignore[abstract]  # as above

    def run(self, work: Callable[[], Any]) -> Any:
        """As ever, and again while the socket takes what waits for room in it."""
        value = super().run(work)
        while self.end is not None and self.end.backlog():
            before = self.end.backlog()
            self.end.push()
            if self.end.backlog() == before:
                break
            super().run(lambda: None)
        return value


class SocketWire:
    """The harness's end of the socketpair, as `stream_endpoint.Wire` has it."""

    def __init__(self, end: WireEnd, stream: Callable[[], Any]) -> None:
        self._end = end
        self._stream = stream
        self.feed, self.feed_eof, self.feed_reset = end.feed, end.feed_eof, end.close

    @property
    def closed(self) -> bool:
        """Whether the stream closed its socket, and all it had sent is taken."""
        return self._end.ended()

    @property
    def sending(self) -> bool:
        """Whether the stream has something to send."""
        stream = self._stream()
        return bool(stream is not None and stream.socket is not None and stream.writing())

    @property
    def unsent(self) -> int:
        """Bytes that wait to be taken."""
        return self._end.waiting()

    def take(self) -> bytes:
        """Everything sent."""
        return self._end.take()

    async def aclose(self) -> None:
        """Nobody closes it but the stream."""


DRIVER = Driver(
    name="tornado",
    connect=TornadoEndpoint,
    calls=CALLS - {"close_notify"},
    needs=(
        "SSLContext",
        "SSLSocket",
        "SSLError",
        "SSL_ERROR_WANT_READ",
        "SSL_ERROR_EOF",
        "HAS_SNI",
        "CERT_NONE",
        "create_default_context",
        "Purpose",
    ),
    about="tornado's SSLIOStream, on a socketpair and a loop that asks and never waits",
    things=THINGS,
)
