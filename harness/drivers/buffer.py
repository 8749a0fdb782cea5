"""The `buffer` driver: the TLS buffers of PEP 543 and PEP 748, the protocol without network I/O.

The thinnest face of that shape, as `bio` is of `ssl`'s: an attempt is one method call, what the channel
delivers goes in by `process_incoming`, what is for the wire comes out by `process_outgoing` (or by the
older names, see `buffer_shapes`). The implementation is asked for every name.

Three things differ from a MemoryBIO:

- A buffer may be full: `process_incoming` raises WantReadError and stores nothing, and the caller reads
  before it repeats the call (PEP 748). The driver keeps what is refused, in pieces as a program would
  receive them, and says so by `backlog`.
- Nobody tells a buffer that the wire has ended: neither PEP has a word for it, and both leave RaggedEOF
  optional. A read that wants more when the wire has ended has done all it can, and what becomes of the
  truncated stream is its caller's affair. A call that comes to that is `Unsupported`; one that gives b""
  or a value there is judged like any other.
- `do_handshake` "performs the handshake". python-mbedtls makes one step of it a call, and so has its
  callers repeat it; the driver does as long as `cipher()` says that nothing was negotiated, which both
  PEPs define. The scenario `buffers/do_handshake_returns_when_it_is_done` calls it without that.

There is no `pending`: `incoming_bytes_buffered` counts ciphertext.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Callable, Dict

from harness.drivers.buffer_contexts import context_of
from harness.drivers.buffer_errors import meaning
from harness.drivers.buffer_shapes import PEP_748, tell
from harness.drivers.contexts import Contexts
from harness.drivers.crowd import crowd
from harness.drivers.driver import Driver
from harness.drivers.facts import ask
from harness.drivers.things import Things
from harness.drivers.translate import describe
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Want
from harness.setup import Setup

#: What a program receives at once and hands in.
_PIECE = 16384
#: More than the steps of any handshake.
_MOST_STEPS = 40

#: The method of a buffer behind each call that is the same in both shapes.
METHODS: Dict[str, str] = {"handshake": "do_handshake", "write": "write", "close_notify": "shutdown"}


class BufferEndpoint:
    """An `Endpoint` over `ClientContext.create_buffer` and `ServerContext.create_buffer`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        self._implementation = implementation
        self._verifying = setup.verify != "no"
        self._context = context_of(implementation, setup, contexts)
        self._shape = self._context.shape
        self._first_name = len(self._context.names)
        self._queue = bytearray()
        self._ended = False
        self._buffer = self._make(setup)
        given = {
            "tls": lambda: implementation.module,
            "tls_context": lambda: self._context.context,
            "buffer": lambda: self._buffer,
        }
        self._methods: Dict[str, Callable[..., Any]] = {
            "use": Things(contexts.things, given, setup.pki).use,
            "read": lambda amount: self._shape.read(self._buffer, amount),
            "read_into": self._read_into,
            "write_from_buffer": self._write_from_buffer,
            "tell": self._tell,
            "crowd": lambda size: crowd(
                lambda each: BufferEndpoint(implementation, each, contexts), setup, size
            ),
            "ask": lambda method, *args: ask(self._buffer, method, *args),
        }
        for call, name in METHODS.items():
            if hasattr(self._buffer, name):
                self._methods[call] = getattr(self._buffer, name)
        if "handshake" in self._methods:
            self._methods["handshake"] = self._handshake

    @property
    def hung_up(self) -> bool:
        """A buffer has no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """One method call on the buffer. `Unsupported` when it wants more after the wire has ended."""
        method = self._methods.get(call.name)
        if method is None:
            raise Unsupported("a TLS buffer has no {}".format(METHODS.get(call.name, call.name)))
        self._push()
        try:
            outcome: Outcome = Done(method(*call.args))
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            judging = self._verifying and call.name == "handshake"
            outcome = meaning(self._implementation, error, verifying=judging)
        self._push()
        if self._ended and not self._queue and outcome == Wants(Want.READ):
            raise Unsupported(
                "a TLS buffer is not told that the wire has ended (PEP {}, Buffer)".format(self._shape.pep)
            )
        return outcome

    def feed(self, data: bytes) -> None:
        """Into the buffer, as far as it takes it."""
        self._queue += data
        self._push()

    def feed_eof(self) -> None:
        """The buffer is not told; its caller knows."""
        self._ended = True

    def take(self) -> bytes:
        """All the buffer has for the wire."""
        try:
            return self._shape.take(self._buffer)
        except Exception as error:
            raise self._raised_while(self._shape.needs[0], error) from error

    def backlog(self) -> int:
        """Bytes the buffer had no room for."""
        return len(self._queue)

    def close(self) -> None:
        """Let go of the buffer's methods, which hold this endpoint in a cycle through `_methods`."""
        self._methods.clear()

    def _make(self, setup: Setup) -> Any:
        name = setup.options.server_name
        if setup.role is Role.CLIENT and name is None and self._shape is PEP_748:
            raise Unsupported("PEP 748 makes no client's buffer without a server_hostname")
        arguments = (name,) if setup.role is Role.CLIENT else ()
        try:
            buffer = getattr(self._context.context, self._shape.create)(*arguments)
        except Exception as error:
            raise self._raised_while(self._shape.create, error) from error
        for needed in (self._shape.feed, *self._shape.needs):
            if not hasattr(buffer, needed):
                raise Unsupported("{} has no {}".format(type(buffer).__name__, needed))
        return buffer

    def _push(self) -> None:
        """Hand in what waits, piece by piece, until there is no more room."""
        while self._queue:
            piece = bytes(self._queue[:_PIECE])
            try:
                getattr(self._buffer, self._shape.feed)(piece)
            except Exception as error:
                if meaning(self._implementation, error) == Wants(Want.READ):
                    return
                raise self._raised_while(self._shape.feed, error) from error
            del self._queue[: len(piece)]

    def _raised_while(self, doing: str, error: Exception) -> EndpointRaised:
        outcome = meaning(self._implementation, error)
        return EndpointRaised(
            doing, outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN)
        )

    def _handshake(self) -> Any:
        result = self._buffer.do_handshake()
        steps = 1
        while steps < _MOST_STEPS and hasattr(self._buffer, "cipher") and self._buffer.cipher() is None:
            result = self._buffer.do_handshake()
            steps += 1
        return result

    def _read_into(self, amount: int, size: int) -> Any:
        target = bytearray(size)
        return self._shape.read_into(self._buffer, target, amount), bytes(target)

    def _write_from_buffer(self, data: bytes) -> Any:
        target = bytearray(data)
        try:
            return self._buffer.write(target)
        finally:
            target[:] = bytes(len(target))

    def _tell(self, fact: str) -> Any:
        names = self._context.names
        if fact == "server_name" and self._shape is not PEP_748:
            return names[self._first_name] if len(names) > self._first_name else None
        return tell(self._shape, self._buffer, fact)


DRIVER = Driver(
    name="buffer",
    connect=BufferEndpoint,
    calls=frozenset((*METHODS, "read", "read_into", "write_from_buffer", "tell", "ask", "use", "crowd")),
    needs=("TLSVersion", "TLSError", "WantReadError", "WantWriteError"),
    about="TLS buffers of PEP 543 and PEP 748: process_incoming, process_outgoing, no network I/O",
    things=frozenset(("tls", "tls_context", "buffer")),
)
