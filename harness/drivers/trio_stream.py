"""The `trio` driver: trio's SSLStream over an in-memory stream of trio.testing, on a loop that stands still.

close_notify() is `unwrap`, which sends the closure alert and waits for the other one; close() is `aclose`,
which sends it and does not wait. tell() asks the stream, which knows nothing before the handshake
(NeedHandshakeError): then every fact is None. The entrance "accept" is SSLListener's, a server's stream
that comes of the transport its listener accepts.

A module that brings a layer of its own calls its classes `SSLStream` and `SSLListener`, as trio does.

Sources: Trio docs, "SSL / TLS support" and "Testing made easier with trio.testing".
Importable on Python 3.8 without trio.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Optional

from harness.drivers.bound import installed, layer_for
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.stepping import SteppingLoop, Task
from harness.drivers.stream_endpoint import CALLS, SEND_BUFFER, THINGS, StreamEndpoint
from harness.drivers.tasks import Tasks
from harness.drivers.trio_loop import TrioSteps
from harness.endpoint import Call, Outcome
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role
from harness.setup import Setup

#: The names of `ssl` that trio's SSLStream uses.
NEEDS = ("SSLContext", "MemoryBIO", "SSLError", "SSLWantReadError", "SSLSyscallError", "CertificateError")


class TrioEndpoint(StreamEndpoint):
    """An `Endpoint` over `trio.SSLStream`; raises `Unsupported` where trio is not installed."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        self._trio, self._testing = installed("trio", "trio"), installed("trio.testing", "trio")
        self._layer = layer_for(implementation, "SSLStream", "trio._ssl")
        if setup.options.entrance == "accept" and setup.role is Role.CLIENT:
            raise Unsupported("servers accept connections, and clients make them")
        self.wrapping = (self._trio.BrokenResourceError,)
        self.lost = (self._trio.BrokenResourceError, self._trio.ClosedResourceError)
        self.misused = (self._trio.BusyResourceError,)
        self._stream: Any = None
        self._listener: Any = None
        self._accepting: Optional[Task] = None
        super().__init__(implementation, setup, contexts, TrioSteps)

    def attempt(self, call: Call) -> Outcome:
        """As every stream's; `pending` never waits."""
        if call.name != "pending":
            return super().attempt(call)
        return super().attempt(Call("ask", ("pending",)))

    def _make_wire(self) -> TrioWire:
        return TrioWire(self._trio, self._testing)

    def _begin(self) -> None:
        https_compatible = self._options.https_compatible
        if self._options.entrance == "accept":
            self._listener = self._layer.SSLListener(
                Listening(self._wire), self._context, https_compatible=https_compatible
            )
            self._accepting = self._loop.start(self._listener.accept)
            return
        self._stream = self._layer.SSLStream(
            self._wire,
            self._context,
            server_hostname=self._server_name(),
            server_side=self._role is Role.SERVER,
            https_compatible=https_compatible,
        )
        if self._setup.session is not None and self._role is Role.CLIENT:
            self._stream.session = self._setup.session

    def _connection(self) -> Any:
        if self._accepting is not None:
            if not self._accepting.done:
                raise RuntimeError("accept() gives no stream before something more happens")
            self._stream, self._accepting = self._accepting.result(), None
        return self._stream

    def _facts(self) -> Any:
        return self._connection()

    def _given(self) -> Dict[str, Callable[[], Any]]:
        return {**super()._given(), "listener": self._listening}

    def _listening(self) -> Any:
        if self._listener is None:
            raise Unsupported('there is no listener but in the entrance "accept"')
        return self._listener

    def _tasks(self) -> Tasks:
        return TrioTasks(self._loop, self._trio, self._testing)

    async def _on_handshake(self) -> None:
        await self._connection().do_handshake()

    async def _on_read(self, amount: int) -> bytes:
        return bytes(await self._connection().receive_some(amount))

    async def _on_write(self, data: bytes) -> None:
        await self._connection().send_all(data)

    async def _on_unwrap(self) -> None:
        await self._connection().unwrap()

    async def _on_close(self) -> None:
        await self._connection().aclose()


class TrioTasks(Tasks):
    """And what trio says of every await."""

    def __init__(self, loop: SteppingLoop, trio: Any, testing: Any) -> None:
        super().__init__(loop, trio.CancelScope)
        self._testing = testing

    async def checkpoint(self, awaitable: Awaitable[Any]) -> bool:
        """Whether it lets others run, and can be cancelled."""
        try:
            with self._testing.assert_checkpoints():
                await awaitable
        except AssertionError:
            return False
        return True


class Listening:
    """A trio Listener that has accepted one connection, the wire."""

    def __init__(self, wire: Any) -> None:
        self.closed = False
        self._wire = wire

    async def accept(self) -> Any:
        """The wire."""
        return self._wire

    async def aclose(self) -> None:
        """Listen no more."""
        self.closed = True


class TrioWire:
    """A trio Stream made of trio.testing's two memory streams, with the bounds and breaks of a socket.

    The memory streams alone never fill up and never break. See `stream_endpoint.Wire`.
    """

    def __init__(self, trio: Any, testing: Any) -> None:
        self.closed = self.sending = False
        self.unsent = 0
        self._trio = trio
        self._outgoing, self._incoming = testing.MemorySendStream(), testing.MemoryReceiveStream()
        self._ended = self._broken = False
        self._taken = trio.Event()

    def feed(self, data: bytes) -> None:
        """Bytes arrive; dropped once it is closed or broken."""
        if not (self.closed or self._broken):
            self._incoming.put_data(data)

    def feed_eof(self) -> None:
        """The stream ends behind them."""
        self._incoming.put_eof()

    def feed_reset(self) -> None:
        """The stream breaks: whoever waits on it, or comes later, is told."""
        self._broken = True
        self._incoming.put_eof()
        self._taken.set()

    def take(self) -> bytes:
        """Everything sent; who waits for room goes on."""
        data = bytes(self._outgoing.get_data_nowait()) if self.unsent else b""
        self.unsent = 0
        self._taken.set()
        return data

    # trio.abc.Stream

    async def send_all(self, data: bytes) -> None:
        """Send, and wait while too much of it was not taken."""
        self._check()
        await self._outgoing.send_all(data)
        self.unsent += len(data)
        self.sending = True
        try:
            await self._room()
        finally:
            self.sending = False

    async def wait_send_all_might_not_block(self) -> None:
        """Until there is room."""
        self._check()
        await self._room()

    async def receive_some(self, max_bytes: Any = None) -> Any:
        """What has arrived, b"" at the end."""
        self._check()
        data = await self._incoming.receive_some(max_bytes)
        self._check()
        return data

    async def aclose(self) -> None:
        """Close; what was sent is still taken."""
        self.closed = True
        self._taken.set()
        await self._outgoing.aclose()
        await self._incoming.aclose()

    async def _room(self) -> None:
        while self.unsent > SEND_BUFFER:
            self._taken = self._trio.Event()
            await self._taken.wait()
            self._check()

    def _check(self) -> None:
        if self.closed:
            raise self._trio.ClosedResourceError
        if self._broken:
            raise self._trio.BrokenResourceError


DRIVER = Driver(
    name="trio",
    connect=TrioEndpoint,
    calls=CALLS | {"pending"},
    needs=NEEDS,
    about="trio's SSLStream, on a memory stream and a loop that stands still",
    things=THINGS | {"listener"},
    entrances=frozenset(("wrap", "accept")),
)
