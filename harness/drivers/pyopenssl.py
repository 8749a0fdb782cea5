"""The `pyopenssl` drivers: an `OpenSSL.SSL.Connection`, over memory BIOs and over a non-blocking socket.

pyOpenSSL has contexts, exceptions and names of its own, and brings another OpenSSL than Python's, that of
cryptography. An attempt is one method call, but for these:

- A `recv` that raises ZeroReturnError tells the other end's close_notify: pyOpenSSL's way to say that the
  stream has ended, for which the verb `read` gives b"".
- A read of nothing is not made. What `recv(0)` does nobody says: it waits for data as any other does.
- `shutdown` returns False when its own alert was sent and the other end's has not come; it is called once
  more, and then waits for that alert.
- Names are not compared (see `pyopenssl_contexts.unnamed`): a handshake with somebody whose certificate is
  not plainly for the name asked for is `Unsupported`.
- The Connection is made when it is first needed: a Context that has made one is not to be changed any more,
  and until then a scenario may change it.

There is no call that tells whether a session was resumed, nor one for the number of tickets.
Source: pyOpenSSL docs, api/ssl. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional, Tuple

from harness.drivers.contexts import Contexts
from harness.drivers.crowd import crowd
from harness.drivers.driver import Driver
from harness.drivers.pyopenssl_contexts import checks_name, connect, context_of, raised_while, unnamed
from harness.drivers.pyopenssl_errors import meaning
from harness.drivers.things import Things
from harness.drivers.wire_end import WireEnd, ready, small_pair
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Want
from harness.setup import Setup

#: The method of a Connection behind each call.
METHODS: Dict[str, str] = {
    "handshake": "do_handshake",
    "read": "recv",
    "read_into": "recv_into",
    "write": "send",
    "write_from_buffer": "send",
    "pending": "pending",
    "close_notify": "shutdown",
}
#: More than a memory BIO holds at one time; whoever has more is asked again.
_PLENTY = 1 << 20
_CALLS = frozenset((*METHODS, "tell", "use"))
_THINGS = frozenset(("ssl", "context", "connection"))
_NEEDS = ("Context", "Connection", "Error", "WantReadError", "ZeroReturnError", "SysCallError")


class _ConnectionEndpoint:
    """What the two endpoints share: the calls."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        self._implementation, self._setup, self._contexts = implementation, setup, contexts
        self._kept = context_of(implementation, setup, contexts)
        self._first_name = len(self._kept.names)
        self._made: Any = None
        self._unnamed = checks_name(setup)
        self._methods: Dict[str, Callable[..., Any]] = {
            "read": self._read,
            "read_into": self._read_into,
            "write_from_buffer": self._write_from_buffer,
            "close_notify": self._close_notify,
            "tell": self._tell,
            "use": self._use,
        }

    @property
    def _connection(self) -> Any:
        """The Connection. Raises `EndpointRaised` when it is made and that raises."""
        if self._made is None:
            self._made = connect(self._implementation, self._setup, self._kept, self._transport())
        return self._made

    def _transport(self) -> Any:
        """What the Connection is made over; None for memory BIOs."""
        raise NotImplementedError

    def attempt(self, call: Call) -> Outcome:
        """One method call on the Connection."""
        method = self._methods.get(call.name) or self._method(call.name)
        try:
            outcome: Outcome = Done(method(*call.args))
        except (Unsupported, EndpointRaised):
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            outcome = self._told(call, meaning(self._implementation, error))
        if self._unnamed and self._made is not None and not isinstance(outcome, Raised):
            self._refuse_other_names()
            # Until the end of the handshake it may be the certificate of a session that is not taken up.
            self._unnamed = not (call.name == "handshake" and isinstance(outcome, Done))
        return outcome

    def _method(self, call: str) -> Callable[..., Any]:
        """What is called for a call, looked up when it is first made. Raises `Unsupported`."""
        name = METHODS.get(call, "")
        if not hasattr(self._connection, name):
            raise Unsupported("a Connection has no {}".format(name or call))
        self._methods[call] = getattr(self._connection, name)
        return self._methods[call]

    def _told(self, call: Call, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Raised) and outcome.kind is Kind.CLEAN_CLOSE:
            if call.name == "read":
                return Done(b"")
            if call.name == "read_into":
                return Done((0, bytes(int(call.args[1]))))  # type: ignore[call-overload]  # its size
        return outcome

    def _refuse_other_names(self) -> None:
        """Asked as soon as there is a certificate: a peer expects to be refused within the handshake."""
        certificate = self._connection.get_peer_certificate()
        if certificate is not None and unnamed(self._setup, certificate):
            raise Unsupported("pyOpenSSL leaves it to its caller to compare names")

    def _read(self, amount: int) -> Any:
        return self._connection.recv(amount) if amount else b""

    def _read_into(self, amount: int, size: int) -> Tuple[int, bytes]:
        buffer = bytearray(size)
        # As in ssl, no amount means as much as the buffer holds.
        return self._connection.recv_into(buffer, amount or None), bytes(buffer)

    def _write_from_buffer(self, data: bytes) -> Any:
        buffer = bytearray(data)
        try:
            return self._connection.send(buffer)
        finally:
            buffer[:] = bytes(len(buffer))

    def _close_notify(self) -> None:
        if not self._connection.shutdown() and not self._connection.shutdown():
            raise self._implementation.get("WantReadError")

    def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            names = self._kept.names
            return names[self._first_name] if len(names) > self._first_name else None
        return tell(self._implementation, self._connection, fact)

    def _use(self, *arguments: Any) -> Any:
        given = {
            "ssl": lambda: self._implementation.module,
            "context": lambda: self._kept.context,
            "connection": lambda: self._connection,
        }
        return Things(self._contexts.things, given, self._setup.pki).use(*arguments)


class BioEndpoint(_ConnectionEndpoint):
    """An `Endpoint` over `Connection(context, None)`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        super().__init__(implementation, setup, contexts)
        self._methods["crowd"] = lambda size: crowd(
            lambda each: BioEndpoint(implementation, each, contexts), setup, size
        )

    def _transport(self) -> Any:
        return None

    @property
    def hung_up(self) -> bool:
        """A Connection over memory BIOs has no transport to close."""
        return False

    def feed(self, data: bytes) -> None:
        """Into the memory BIO, which takes no empty bytes."""
        try:
            if data:
                self._connection.bio_write(data)
        except Exception as error:
            raise raised_while(self._implementation, "bio_write", error) from error

    def feed_eof(self) -> None:
        """The memory BIO ends."""
        try:
            self._connection.bio_shutdown()
        except Exception as error:
            raise raised_while(self._implementation, "bio_shutdown", error) from error

    def take(self) -> bytes:
        """All the Connection has for the wire."""
        taken = b""
        if self._made is None:
            return taken
        while True:
            try:
                taken += self._connection.bio_read(_PLENTY)
            except Exception as error:
                if meaning(self._implementation, error) == Wants(Want.READ):
                    return taken
                raise raised_while(self._implementation, "bio_read", error) from error

    def backlog(self) -> int:
        """A memory BIO is in reach at once."""
        return 0

    def close(self) -> None:
        """Let go of the Connection's methods, which hold this endpoint in a cycle through `_methods`."""
        self._methods.clear()


class SocketEndpoint(_ConnectionEndpoint):
    """An `Endpoint` over `Connection(context, socket)`, the socket not blocking."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        own, self._given = small_pair()
        self._given.settimeout(0)
        self._wire = WireEnd(own)
        self._waiting: Optional[Tuple[Call, Wants]] = None
        try:
            super().__init__(implementation, setup, contexts)
        except BaseException:
            self._close_both()
            raise
        self._methods["close"] = self._drop

    def _transport(self) -> Any:
        return self._given

    @property
    def hung_up(self) -> bool:
        """Whether the socket was closed."""
        return self._wire.ended()

    def attempt(self, call: Call) -> Outcome:
        """One method call, or none when what the same call waits for is not there yet."""
        self._wire.push()
        if self._waiting is not None and self._waiting[0] == call:
            wants = self._waiting[1]
            if not ready(self._given.fileno(), wants.want):
                return wants
        outcome = super().attempt(call)
        self._waiting = (call, outcome) if isinstance(outcome, Wants) else None
        return outcome

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

    def close(self) -> None:
        """Close both ends."""
        self._methods.clear()
        self._close_both()

    def _drop(self) -> None:
        self._connection.close()

    def _close_both(self) -> None:
        self._wire.close()
        self._given.close()


def tell(implementation: Implementation, connection: Any, fact: str) -> Any:
    """The value of `fact`, one of `endpoint.FACTS`; `Unsupported` for one that a Connection does not tell."""
    asking = _ASKING.get(fact)
    if asking is None:
        raise Unsupported("pyOpenSSL cannot tell {!r}".format(fact))
    return asking(implementation, connection)


def _version(_implementation: Implementation, connection: Any) -> Any:
    name = connection.get_protocol_version_name()
    return None if isinstance(name, str) and name.lower() == "unknown" else name


def _alpn(_implementation: Implementation, connection: Any) -> Any:
    return connection.get_alpn_proto_negotiated().decode() or None


def _certificate(implementation: Implementation, connection: Any) -> Any:
    dump, form = implementation.get("dump_certificate"), implementation.get("FILETYPE_ASN1")
    certificate = connection.get_peer_certificate()
    return None if certificate is None else dump(form, certificate)


def _session(_implementation: Implementation, connection: Any) -> Any:
    """The session with its Connection: once that is freed without a shutdown, OpenSSL resumes it no more.

    Source: SSL_free(3), "NOTES".
    """
    session = connection.get_session()
    return None if session is None else (session, connection)


_ASKING: Dict[str, Callable[[Implementation, Any], Any]] = {
    "version": _version,
    "cipher": lambda _implementation, connection: connection.get_cipher_name(),
    "alpn": _alpn,
    "peer_certificate": _certificate,
    "session": _session,
}

DRIVER = Driver(
    name="pyopenssl",
    connect=BioEndpoint,
    calls=_CALLS | {"crowd"},
    needs=_NEEDS,
    about="pyOpenSSL's Connection over memory BIOs: bio_write, bio_read, no network I/O",
    things=_THINGS,
)
DRIVER_SOCKET = Driver(
    name="pyopenssl-socket",
    connect=SocketEndpoint,
    calls=_CALLS | {"close"},
    needs=(*_NEEDS, "WantWriteError"),
    about="pyOpenSSL's Connection over a non-blocking socket, called again when select says it is ready",
    things=_THINGS,
)
