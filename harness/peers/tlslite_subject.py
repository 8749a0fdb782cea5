"""tlslite-ng on trial: the package as it is, driven as its documents say, behind the `endpoint` driver.

This is the subject, not the peer: no class of tlslite's is replaced or subclassed, so that what is wrong
with it shows. What is done here is what one of its users has to do:

- The generators of tlslite's asynchronous interface (`handshakeClientCert(async_=True)`,
  `handshakeServerAsync`, `readAsync`, `writeAsync`, `closeAsync`) are driven over a socket in memory. One
  that wants bytes is kept, and gone on with by the next call of its kind.
- Nothing is read or written before the handshake is done, where tlslite reads b"", and nothing written
  while `closeAsync` is under way: only one operation of tlslite's may be (its AsyncStateMachine says so).
- Certificates are checked by a `checker`, tlslite's own way, which is called when the handshake is over.
- `closeSocket` is off, so that `closeAsync` waits for the other end's close_notify.
- tlslite closes a connection by itself when it raises, and says b"" and TLSClosedConnectionError ever
  after, as if it had been closed in order. Who has seen the exception knows better: it is told again.

`make` takes the package, so that a changed private copy can be put on trial beside a sound peer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cryptography import x509

from harness.drivers.translate import place_of
from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls, Want
from harness.peers.tlslite import told_of
from harness.peers.tlslite_connection import MemorySocket
from harness.peers.tlslite_settings import asks_later
from harness.peers.tlslite_subject_facts import BEFORE_HANDSHAKE, FACTS, peer_chain, spoken
from harness.peers.tlslite_subject_settings import handshake, memory_of
from harness.peers.verify import _dns_names, examine
from harness.setup import Setup

import tlslite  # isort: skip  # behind the peers' own import of it, which silences its warnings

#: The calls of `harness.endpoint.CALLS` that the endpoints made here have.
ENDPOINT_CALLS = (
    "handshake", "read", "write", "write_from_buffer", "pending", "close_notify", "close", "tell",
    "key_update", "request_certificate",
)  # fmt: skip

_HANDSHAKE, _NO_READ = Call("handshake"), Call("read", (0,))

__version__ = f"tlslite-ng {tlslite.__version__}"


def make(tls: Any) -> Callable[[Setup], TlsliteSubject]:
    """A `connect` for the `endpoint` driver over `tls`, the tlslite package or a private copy of it."""

    def connect(setup: Setup) -> TlsliteSubject:
        return TlsliteSubject(tls, setup)

    return connect


class TlsliteSubject:
    """An `Endpoint` made of one TLSConnection of the package `tls`."""

    def __init__(self, tls: Any, setup: Setup) -> None:
        """Raises `Unsupported` for options that tlslite does not have."""
        self._tls, self._setup = tls, setup
        self._wire = MemorySocket()
        self._connection = tls.tlsconnection.TLSConnection(self._wire)
        self._connection.closeSocket = False
        self._connection.client_cert_required = setup.verify == "required"  # after the handshake, it means
        self._memory = memory_of(tls, setup)
        self._opening = handshake(tls, self._connection, setup, self._memory, self._check)
        self._reading: Iterator[Any] | None = None
        self._closing: Iterator[Any] | None = None
        self._plaintext = b""
        self._version: str | None = None
        self._dropped = False
        self._failure: Raised | None = None

    # -- the endpoint ----------------------------------------------------------------------------

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes. Raises `Unsupported` for one that is not of ENDPOINT_CALLS."""
        verb = self._verbs.get(call.name)
        if verb is None:
            raise Unsupported(f"tlslite-ng has no {call.name}()")
        if call.name not in self._always:
            if self._dropped:
                return _misuse("the transport was dropped")
            if self._version is None and call not in (_HANDSHAKE, _NO_READ):
                return self._failure or _misuse("the handshake has not finished")
        try:
            return verb(self, *call.args)
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 - the border: whatever tlslite raises is an outcome
            self._reading = None  # a generator that raised is at its end
            return self._told(translate(self._tls, error))

    def feed(self, data: bytes) -> None:
        """Ciphertext arrived. Raises HarnessError after `feed_eof`."""
        if not self._dropped:
            self._wire.feed(data)

    def feed_eof(self) -> None:
        """The wire ended."""
        self._wire.ended = True

    def take(self) -> bytes:
        """All ciphertext sent since the last take; b"" once the transport was dropped."""
        taken = bytes(self._wire.leaving)
        self._wire.leaving.clear()
        return b"" if self._dropped else taken

    def backlog(self) -> int:
        """Always 0: what is fed can be reached at once."""
        return 0

    def close(self) -> None:
        """Drop the transport, and with it whatever was not taken yet."""
        self._dropped = True

    @property
    def hung_up(self) -> bool:
        """Whether the transport was dropped."""
        return self._dropped

    # -- calls -----------------------------------------------------------------------------------

    def _handshake(self) -> Outcome:
        if self._failure is not None:
            return self._failure
        for _ in self._opening:
            return Wants(Want.READ)
        self._version = spoken(self._connection)
        return Done()

    def _read(self, size: int) -> Outcome:
        if size and not self._plaintext:
            self._reading = self._reading or self._connection.readAsync()
            result = next(self._reading)
            if isinstance(result, int):
                return Wants(Want.READ)
            self._reading, self._plaintext = None, result
            if asks_later(self._setup):
                self._check(self._connection)
            if not result and self._failure is not None:
                return self._failure
        taken, self._plaintext = self._plaintext[:size], self._plaintext[size:]
        return Done(taken)

    def _write(self, data: bytes | bytearray) -> Outcome:
        if self._closing is not None and not self._connection.closed:
            return _misuse("closeAsync is under way")
        for _ in self._connection.writeAsync(data):
            pass  # it never waits: there is room for everything
        return Done(len(data))

    def _write_from_buffer(self, data: bytes) -> Outcome:
        buffer = bytearray(data)
        try:
            return self._write(buffer)
        finally:
            buffer[:] = bytes(len(buffer))

    def _pending(self) -> Outcome:
        return Done(len(self._plaintext))

    def _close_notify(self) -> Outcome:
        if self._failure is not None:
            return self._failure
        self._reading = None  # only one of tlslite's operations may be under way
        self._closing = self._closing or self._connection.closeAsync()
        for _ in () if self._connection.closed else self._closing:
            return Wants(Want.READ)
        return Done()

    def _close(self) -> Outcome:
        self.close()
        return Done()

    def _key_update(self, request: bool = False) -> Outcome:  # noqa: FBT001, FBT002 - calls are positional
        if self._setup.spoken is not Tls.V13:
            raise Unsupported("KeyUpdate exists since TLS 1.3")
        kinds = self._tls.constants.KeyUpdateMessageType
        kind = kinds.update_requested if request else kinds.update_not_requested
        for _ in self._connection.send_keyupdate_request(kind):
            pass
        return Done()

    def _request_certificate(self) -> Outcome:
        try:
            for _ in self._connection.request_post_handshake_auth():
                pass
        except ValueError as error:  # that is how it says that it must not, and why
            return _misuse(str(error))
        return Done()

    def _tell(self, fact: str) -> Outcome:
        if fact == "version":
            return Done(self._version)
        told = FACTS.get(fact)
        if told is None:
            raise Unsupported(f"tlslite-ng cannot tell {fact!r}")
        if self._version is None:
            return Done(BEFORE_HANDSHAKE.get(fact))
        if fact == "session" and self._setup.role is Role.SERVER:
            return Done(self._memory)
        return Done(told(self._tls, self._setup, self._connection))

    _verbs: dict[str, Callable[..., Outcome]] = {  # noqa: RUF012 - a constant
        "handshake": _handshake,
        "read": _read,
        "write": _write,
        "write_from_buffer": _write_from_buffer,
        "pending": _pending,
        "close_notify": _close_notify,
        "close": _close,
        "tell": _tell,
        "key_update": _key_update,
        "request_certificate": _request_certificate,
    }
    _always = frozenset({"tell", "pending", "close"})

    # -- what tlslite leaves to its users ----------------------------------------------------------

    def _check(self, connection: Any) -> None:
        """The checker: raises a TLSAuthenticationError unless the other end is who it should be.

        A session that is resumed was checked when it was made, as tlslite's own Checker has it. A server
        that asks after the handshake checks what it was shown whenever it has read.
        """
        errors, options, client = self._tls.errors, self._setup.options, self._setup.role is Role.CLIENT
        if self._setup.verify == "no" or connection.resumed:
            return
        chain = peer_chain(self._setup, connection)
        if chain:
            name = options.server_name if client else None
            if name is not None:
                _refuse_special_names(chain[0])
            rejection = examine(
                chain, self._setup.pki.trust_file(options.trust), name, self._setup.role.other
            )
            if rejection is not None:
                raise errors.TLSValidationError(rejection.reason)
        elif client or (self._setup.verify == "required" and not asks_later(self._setup)):
            raise errors.TLSNoAuthenticationError("the other end presented no certificate")

    def _told(self, outcome: Raised) -> Raised:
        """The outcome, unless it only says that the connection is closed: then why it was closed."""
        only_closed = outcome.kind is Kind.CLEAN_CLOSE and self._version is not None
        if only_closed:
            return self._failure or outcome
        self._failure = self._failure or outcome
        return outcome


def translate(tls: Any, error: Exception) -> Raised:
    """What an exception out of the package `tls` means, by its class; an undocumented one is foreign."""
    errors = tls.errors
    alert, received, kind = None, False, Kind.FOREIGN
    if isinstance(error, errors.TLSAlert):
        alert = tls.constants.AlertDescription.toStr(error.description)
        received = isinstance(error, errors.TLSRemoteAlert)
        kind = Kind.CLEAN_CLOSE if received and alert == "close_notify" else Kind.PROTOCOL_ERROR
    elif isinstance(error, errors.TLSAbruptCloseError):
        kind = Kind.RAGGED_EOF
    elif isinstance(error, errors.TLSClosedConnectionError):
        kind = Kind.CLEAN_CLOSE
    elif isinstance(error, errors.TLSNoAuthenticationError | errors.TLSProtocolException):
        kind = Kind.PROTOCOL_ERROR
    elif isinstance(error, errors.TLSAuthenticationError):
        kind = Kind.CERTIFICATE_REJECTED
    elif isinstance(error, OSError):
        kind = Kind.OS_ERROR
    return Raised(
        kind,
        exception=type(error).__name__,
        mro=tuple(base.__name__ for base in type(error).__mro__[:-1]),
        errno=getattr(error, "errno", None),
        message=" ".join(told_of(error).split()),
        alert=alert,
        alert_received=received,
        place=place_of(error) if kind is Kind.FOREIGN else "",
    )


def _refuse_special_names(leaf: bytes) -> None:
    """Raise `Unsupported` for a certificate that `examine` reads in a simpler way than OpenSSL.

    tlslite compares no names at all, so how that is done says nothing of it.
    """
    try:
        names = _dns_names(x509.load_der_x509_certificate(leaf))
    except ValueError:
        return  # it is refused for that
    if not names or any("*" in name for name in names):
        raise Unsupported("tlslite-ng leaves it to its caller to compare names")


def _misuse(message: str) -> Raised:
    return Raised(Kind.MISUSE, message=message)


#: What `tls-harness run tlslite` puts on trial.
connect = make(tlslite)
