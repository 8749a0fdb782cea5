"""The `bio` driver: an `SSLObject` over two MemoryBIOs, the TLS protocol without network I/O.

The thinnest face: every attempt is one method call, nothing lies between the implementation and the
channel. Source: Python docs, library/ssl, "Memory BIO Support".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from harness.drivers import facts
from harness.drivers.contexts import Contexts, wrap_arguments
from harness.drivers.crowd import crowd
from harness.drivers.driver import Driver
from harness.drivers.things import Things
from harness.drivers.translate import border, raised_while, translate
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Want
from harness.setup import Setup
from harness.trickling import Trickled

#: The method of an SSLObject behind each call.
METHODS: Dict[str, str] = {
    "handshake": "do_handshake",
    "read": "read",
    "write": "write",
    "pending": "pending",
    "close_notify": "unwrap",
    "request_certificate": "verify_client_post_handshake",
}

#: Calls that are no method of an SSLObject's by themselves: methods of the endpoint, behind an underscore.
_OWN = frozenset(("read_into", "write_from_buffer", "tell", "ask", "use", "crowd"))

#: What an attempt raises that wants to be made again.
_WAITING = {Want.READ: "SSLWantReadError", Want.WRITE: "SSLWantWriteError"}


class BioEndpoint:
    """An `Endpoint` over `SSLContext.wrap_bio`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        context = contexts.get(implementation, setup)
        make_bio = implementation.get("MemoryBIO")
        if not hasattr(context.ssl_context, "wrap_bio"):
            raise Unsupported("{} has no SSLContext.wrap_bio".format(implementation.name))
        self._implementation, self._setup, self._contexts = implementation, setup, contexts
        self._context, self._first_name = context, len(context.names)
        self._methods: Dict[str, Any] = {}
        with border(implementation, "SSLContext.wrap_bio"):
            self._incoming, self._outgoing = make_bio(), make_bio()
            arguments = wrap_arguments(setup)
            self._object = context.ssl_context.wrap_bio(self._incoming, self._outgoing, **arguments)

    @property
    def hung_up(self) -> bool:
        """An SSLObject has no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """One method call on the SSLObject, or what a driver adds to those."""
        method = self._methods.get(call.name) or self._method(call.name)
        try:
            return Done(method(*call.args))
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return translate(self._implementation, error)

    def trickle(self, call: Call, pieces: List[bytes], want: Want) -> Trickled:
        """As `trickling.trickle`, without its detours: byte by byte there are thousands of pieces."""
        method = self._methods.get(call.name) or self._method(call.name)
        arguments, waiting = call.args, self._implementation.get(_WAITING[want])
        outcome: Outcome = Wants(want)
        for number, piece in enumerate(pieces, 1):
            try:
                self.feed(piece)
                try:
                    outcome = Done(method(*arguments))
                except waiting:
                    if not (data := self.take()):
                        continue
                except Unsupported:
                    raise
                except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
                    outcome, data = translate(self._implementation, error), self.take()
                else:
                    data = self.take()
            except EndpointRaised as error:
                return Trickled(number, error.outcome, doing=error.doing)
            return Trickled(number, outcome, data)
        return Trickled(len(pieces), outcome)

    def _method(self, call: str) -> Any:
        """What is called for a call, looked up when it is first made. Raises `Unsupported`."""
        if call in _OWN:
            return getattr(self, "_" + call)  # not kept: it would hold this endpoint in a cycle
        if not hasattr(self._object, METHODS.get(call, "")):
            raise Unsupported("an SSLObject has no {}".format(METHODS.get(call, call)))
        self._methods[call] = getattr(self._object, METHODS[call])
        return self._methods[call]

    def feed(self, data: bytes) -> None:
        """Into the incoming MemoryBIO."""
        try:  # as `border` does, but on the hot path
            self._incoming.write(data)
        except Exception as error:
            raise raised_while(self._implementation, "MemoryBIO.write", error) from error

    def feed_eof(self) -> None:
        """The incoming MemoryBIO ends."""
        with border(self._implementation, "MemoryBIO.write_eof"):
            self._incoming.write_eof()

    def take(self) -> bytes:
        """All of the outgoing MemoryBIO."""
        try:  # as `border` does, but on the hot path
            data: Any = self._outgoing.read()
        except Exception as error:
            raise raised_while(self._implementation, "MemoryBIO.read", error) from error
        if not isinstance(data, bytes):
            wrong = TypeError("it gave {}, not bytes".format(type(data).__name__))
            raise raised_while(self._implementation, "MemoryBIO.read", wrong)
        return data

    def backlog(self) -> int:
        """A MemoryBIO is in reach at once."""
        return 0

    def close(self) -> None:
        """There is no transport to give back."""

    def _use(self, *arguments: Any) -> Any:
        given = {
            "ssl": lambda: self._implementation.module,
            "context": lambda: self._context.ssl_context,
            "connection": lambda: self._object,
            "incoming": lambda: self._incoming,
            "outgoing": lambda: self._outgoing,
        }
        return Things(self._contexts.things, given, self._setup.pki).use(*arguments)

    def _crowd(self, size: int) -> Tuple[object, ...]:
        def connect(setup: Setup) -> BioEndpoint:
            return BioEndpoint(self._implementation, setup, self._contexts)

        return crowd(connect, self._setup, size)

    def _ask(self, method: str, *args: Any) -> Any:
        return facts.ask(self._object, method, *args)

    def _read_into(self, amount: int, size: int) -> Tuple[int, bytes]:
        buffer = bytearray(size)
        return self._object.read(amount, buffer), bytes(buffer)

    def _write_from_buffer(self, data: bytes) -> Any:
        buffer = bytearray(data)
        try:
            return self._object.write(buffer)
        finally:
            buffer[:] = bytes(len(buffer))

    def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            names = self._context.names
            return names[self._first_name] if len(names) > self._first_name else None
        return facts.tell(self._object, fact)


DRIVER = Driver(
    name="bio",
    connect=BioEndpoint,
    calls=frozenset((*METHODS, *_OWN)),
    needs=("SSLContext", "MemoryBIO", "SSLWantReadError"),
    about="SSLObject over two MemoryBIOs: the protocol without network I/O",
    things=frozenset(("ssl", "context", "connection", "incoming", "outgoing")),
)
