"""The `socket-nonblocking` driver: an `SSLSocket` over one end of a socketpair, as event loops use it.

One attempt is one method call, and the same again for as long as the descriptor is ready for what it wants
and it moves bytes: an implementation may take little at a time. A call that waits is made again only when the
descriptor is ready, as an application's `select` would have it; but the first attempt of a call is always
made, because bytes the implementation has already buffered do not show in any descriptor.
Source: Python docs, library/ssl, "SSL Sockets" and "Notes on non-blocking sockets".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, Optional, Tuple

from harness.drivers import facts
from harness.drivers.contexts import Contexts, wrap_arguments
from harness.drivers.driver import Driver
from harness.drivers.entrance import entrance_of
from harness.drivers.things import Things
from harness.drivers.translate import border, translate
from harness.drivers.wire_end import ready, unread
from harness.endpoint import Call, Done, Outcome, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Want
from harness.setup import Setup

#: The method of an SSLSocket behind each call. `recv`, not `read`: only the former is documented for use.
METHODS: Dict[str, str] = {
    "handshake": "do_handshake",
    "read": "recv",
    "read_into": "recv_into",
    "write": "send",
    "pending": "pending",
    "close_notify": "unwrap",
    "close": "close",
    "request_certificate": "verify_client_post_handshake",
}


#: The objects expressions may name.
THINGS = frozenset(("ssl", "context", "connection"))

#: The ways into an SSLSocket.
ENTRANCES = frozenset(("wrap", "wrap-and-handshake", "connect", "connect-ex", "accept"))


class SocketEndpoint:
    """What the endpoints over `SSLContext.wrap_socket` share: all but `attempt`.

    timeout: what `settimeout` is told, in seconds; 0 for a non-blocking socket, None for a blocking one.
    """

    def __init__(
        self,
        implementation: Implementation,
        setup: Setup,
        contexts: Contexts,
        timeout: Optional[float],
    ) -> None:
        context = contexts.get(implementation, setup)
        self._implementation = implementation
        self._names, self._first_name = context.names, len(context.names)
        wrap = self._wrapper(context.ssl_context, setup)
        self._entrance = entrance_of(setup)(implementation, wrap, timeout)
        self._wire = self._entrance.wire
        self._left_by_unwrap: Any = None
        objects = {
            "ssl": lambda: implementation.module,
            "context": lambda: context.ssl_context,
            "connection": self._connection,
        }
        self._things = Things(contexts.things, objects, setup.pki)

    def _wrapper(self, context: Any, setup: Setup) -> Callable[..., Any]:
        """What makes an SSLSocket of a plain socket and do_handshake_on_connect."""
        if not hasattr(context, "wrap_socket"):
            raise Unsupported("{} has no SSLContext.wrap_socket".format(self._implementation.name))
        return partial(
            context.wrap_socket,
            suppress_ragged_eofs=setup.options.suppress_ragged_eofs,
            **wrap_arguments(setup),
        )

    @property
    def _socket(self) -> Any:
        """The SSLSocket of the connection; raises `Unsupported` where the entrance has led to none (yet)."""
        if not self._entrance.arrived:
            raise Unsupported("there is no connection before the handshake, nor after one that failed")
        return self._entrance.socket

    def _connection(self) -> Any:
        """The SSLSocket, a server's while it listens too."""
        return self._entrance.socket if self._entrance.socket is not None else self._socket

    def feed(self, data: bytes) -> None:
        """Into the kernel's buffer, and into a queue of the driver's when that is full."""
        self._wire.feed(data)

    def feed_eof(self) -> None:
        """`shutdown(SHUT_WR)` on the harness's end, once everything fed has left the queue."""
        self._wire.feed_eof()

    def feed_reset(self) -> None:
        """Close the harness's end; with bytes of the subject unread there, the kernel says ECONNRESET."""
        self._wire.close()

    def take(self) -> bytes:
        """All the kernel holds for the harness's end."""
        taken = self._wire.take()
        self._wire.push()
        return taken

    def backlog(self) -> int:
        """Bytes fed that the kernel has not taken yet."""
        return self._wire.backlog()

    @property
    def hung_up(self) -> bool:
        """Whether the subject closed its socket, or shut its sending side down."""
        return self._wire.ended()

    def close(self) -> None:
        """Close both ends; raises `EndpointRaised` when the subject's `close` does."""
        self._entrance.close()
        with border(self._implementation, "SSLSocket.close"):
            if self._left_by_unwrap is not None:
                self._left_by_unwrap.close()

    def _method(self, call: Call) -> Callable[..., Any]:
        """What makes `call`; raises `Unsupported` when an SSLSocket or this one has no such method."""
        if call.name == "tell":
            return self._tell
        if call.name == "ask":
            return lambda method, *args: facts.ask(self._socket, method, *args)
        if call.name == "use":
            return self._things.use
        if call.name == "write_from_buffer":
            return self._write_from_buffer
        if call.name == "handshake":
            return self._entrance.handshake
        name = METHODS.get(call.name)
        if name is None:
            raise Unsupported("an SSLSocket has no {}()".format(call.name))
        if not hasattr(self._socket, name):
            raise Unsupported("{} has no {}".format(type(self._socket).__name__, name))
        if call.name == "read_into":
            return self._read_into
        if call.name == "close_notify":
            return self._unwrap
        method: Callable[..., Any] = getattr(self._socket, name)
        return method

    def _read_into(self, amount: int, size: int) -> Tuple[int, bytes]:
        buffer = bytearray(size)
        return self._socket.recv_into(buffer, amount), bytes(buffer)

    def _write_from_buffer(self, data: bytes) -> Any:
        buffer = bytearray(data)
        try:
            return self._socket.send(buffer)
        finally:
            buffer[:] = bytes(len(buffer))

    def _unwrap(self) -> None:
        self._left_by_unwrap = self._socket.unwrap()

    def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            return self._names[self._first_name] if len(self._names) > self._first_name else None
        return facts.tell(self._socket, fact)


class NonBlockingEndpoint(SocketEndpoint):
    """An `Endpoint` over a non-blocking `SSLSocket`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        super().__init__(implementation, setup, contexts, timeout=0)
        self._waiting: Optional[Tuple[Call, Wants]] = None

    def attempt(self, call: Call) -> Outcome:
        """One method call on the SSLSocket, or none when what the same call waits for is not there yet."""
        method = self._method(call)
        self._wire.push()
        if call.name == "handshake" and not self._entrance.awaited():
            return Wants(Want.READ)
        if self._waiting is not None and self._waiting[0] == call:
            wants = self._waiting[1]
            if not self._is_there(wants.want):
                return wants
        outcome = self._until_it_waits(method, call.args)
        self._waiting = (call, outcome) if isinstance(outcome, Wants) else None
        return outcome

    def _until_it_waits(self, method: Callable[..., Any], args: Tuple[object, ...]) -> Outcome:
        """The call, and the same again while it wants what is there already and has moved bytes."""
        there = self._in_the_kernel()
        while True:
            outcome = self._make(method, args)
            if not isinstance(outcome, Wants) or not self._is_there(outcome.want):
                return outcome
            before, there = there, self._in_the_kernel()
            if there == before:
                return outcome

    def _is_there(self, want: Want) -> bool:
        """What select says of the subject's socket."""
        descriptor = self._entrance.descriptor()
        return descriptor >= 0 and ready(descriptor, want)

    def _in_the_kernel(self) -> Tuple[int, int]:
        """Bytes that wait for the subject, and bytes of it that wait for the harness."""
        descriptor = self._entrance.descriptor()
        return (unread(descriptor) if descriptor >= 0 else 0), self._wire.waiting()

    def _make(self, method: Callable[..., Any], args: Tuple[object, ...]) -> Outcome:
        try:
            return Done(method(*args))
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return translate(self._implementation, error)


DRIVER_NONBLOCKING = Driver(
    name="socket-nonblocking",
    connect=NonBlockingEndpoint,
    calls=frozenset((*METHODS, "write_from_buffer", "tell", "ask", "use")),
    needs=("SSLContext", "SSLWantReadError", "SSLWantWriteError"),
    about="SSLSocket in non-blocking mode, called again when select says it is ready",
    things=THINGS,
    entrances=ENTRANCES,
)
