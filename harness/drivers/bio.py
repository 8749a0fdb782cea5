"""The `bio` driver: an `SSLObject` over two MemoryBIOs, the TLS protocol without network I/O.

The thinnest face: every attempt is one method call, nothing lies between the implementation and the
channel. Source: Python docs, library/ssl, "Memory BIO Support".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple

from harness.drivers import facts
from harness.drivers.contexts import Contexts, wrap_arguments
from harness.drivers.crowd import crowd
from harness.drivers.driver import Driver
from harness.drivers.things import Things
from harness.drivers.translate import border, raised_while, translate
from harness.endpoint import Call, Done, Outcome
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.setup import Setup

#: The method of an SSLObject behind each call.
METHODS: Dict[str, str] = {
    "handshake": "do_handshake",
    "read": "read",
    "write": "write",
    "pending": "pending",
    "close_notify": "unwrap",
    "request_certificate": "verify_client_post_handshake",
}


class BioEndpoint:
    """An `Endpoint` over `SSLContext.wrap_bio`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        context = contexts.get(implementation, setup)
        make_bio = implementation.get("MemoryBIO")
        if not hasattr(context.ssl_context, "wrap_bio"):
            raise Unsupported("{} has no SSLContext.wrap_bio".format(implementation.name))
        self._implementation = implementation
        self._names, self._first_name = context.names, len(context.names)
        with border(implementation, "SSLContext.wrap_bio"):
            self._incoming, self._outgoing = make_bio(), make_bio()
            arguments = wrap_arguments(setup)
            self._object = context.ssl_context.wrap_bio(self._incoming, self._outgoing, **arguments)
        given = {
            "ssl": lambda: implementation.module,
            "context": lambda: context.ssl_context,
            "connection": lambda: self._object,
            "incoming": lambda: self._incoming,
            "outgoing": lambda: self._outgoing,
        }
        self._methods: Dict[str, Callable[..., Any]] = {
            "use": Things(contexts.things, given, setup.pki).use,
            "read_into": self._read_into,
            "write_from_buffer": self._write_from_buffer,
            "tell": self._tell,
            "crowd": lambda size: crowd(
                lambda each: BioEndpoint(implementation, each, contexts), setup, size
            ),
            "ask": lambda method, *args: facts.ask(self._object, method, *args),
        }
        for call, name in METHODS.items():
            if hasattr(self._object, name):
                self._methods[call] = getattr(self._object, name)

    @property
    def hung_up(self) -> bool:
        """An SSLObject has no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """One method call on the SSLObject."""
        method = self._methods.get(call.name)
        if method is None:
            raise Unsupported("an SSLObject has no {}".format(METHODS.get(call.name, call.name)))
        try:
            return Done(method(*call.args))
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return translate(self._implementation, error)

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
        """Let go of the SSLObject's methods, which hold this endpoint in a cycle through `_methods`."""
        self._methods.clear()

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
            return self._names[self._first_name] if len(self._names) > self._first_name else None
        return facts.tell(self._object, fact)


DRIVER = Driver(
    name="bio",
    connect=BioEndpoint,
    calls=frozenset((*METHODS, "read_into", "write_from_buffer", "tell", "ask", "use", "crowd")),
    needs=("SSLContext", "MemoryBIO", "SSLWantReadError"),
    about="SSLObject over two MemoryBIOs: the protocol without network I/O",
    things=frozenset(("ssl", "context", "connection", "incoming", "outgoing")),
)
