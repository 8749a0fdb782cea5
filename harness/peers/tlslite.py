"""The reference peer: tlslite-ng in memory as an endpoint, in both roles, TLS 1.2 and 1.3, honest.

Every call is a step taken on a state that outlives it: the handshake generator and the reception of the
current message belong to the connection, not to the call that happens to drive them. So a call that
wants bytes can be repeated to continue it, or abandoned for another one, and neither loses anything.

- Certificates are judged inside the handshake (see `tlslite_connection`); a rejected one is
  CERTIFICATE_REJECTED here and an alert at the other end. A client's missing one is a PROTOCOL_ERROR.
- After an error of the connection every later call raises the same again; only `tell`, `pending` and
  `close` still answer. Data received before the error and not yet read is lost.
- `close_notify` waits for the other end's; data that arrives meanwhile stays readable.
- Session tickets are seen when `read` or `close_notify` comes upon them: a TLS 1.3 client has no `session`
  before. A server's `session` holds the ticket key and cache; given to a later server, it resumes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls, Want
from harness.peers.tlslite_connection import Connection
from harness.peers.tlslite_facts import BEFORE_HANDSHAKE, FACTS
from harness.peers.tlslite_imports import (
    AlertDescription,
    KeyUpdateMessageType,
    TLSAbruptCloseError,
    TLSLocalAlert,
    TLSRemoteAlert,
)
from harness.peers.tlslite_settings import ServerSessions, opening
from harness.setup import Setup


def connect(setup: Setup) -> TlslitePeer:
    """A reference peer ready for its first call. Raises `Unsupported` for options it does not have."""
    return TlslitePeer(setup)


class _Failed(Exception):
    """Carries an outcome out of a call and never leaves this file: the connection is broken."""

    def __init__(self, outcome: Raised) -> None:
        self.outcome = outcome


class TlslitePeer:
    """An `Endpoint` made of one tlslite connection. `connection_class` is where a forging peer enters."""

    connection_class = Connection

    def __init__(self, setup: Setup) -> None:
        """Raises `Unsupported` for a server without a certificate and for an unknown cipher suite."""
        self._setup = setup
        self.connection = self.connection_class(setup)
        self._opening = opening(self.connection, setup, self.connection.sessions)
        self._receiving: Iterator[int] | None = None
        self._renegotiating: Iterator[int] | None = None
        self._renegotiated = False
        self._established = False
        self._dropped = False
        self._failure: Raised | None = None

    # -- the endpoint ----------------------------------------------------------------------------

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes. Raises `Unsupported` for one this peer does not have."""
        verb = self._verbs.get(call.name)
        if verb is None:
            raise Unsupported(f"the reference peer has no call {call.name!r}")
        if call.name not in self._always:
            if self._failure is not None:
                return self._failure
            if self._dropped:
                return _misuse("the transport was dropped")
            if not self._established and call.name != "handshake":
                return _misuse("the handshake has not finished")
        try:
            return verb(self, *call.args)
        except _Failed as failed:
            self._failure = failed.outcome
            return failed.outcome
        finally:
            self.connection.sock.flush()

    def feed(self, data: bytes) -> None:
        """Ciphertext arrived. Raises HarnessError after `feed_eof`."""
        if not self._dropped:
            self.connection.wire.feed(data)

    def feed_eof(self) -> None:
        """The wire ended: reads find it behind what was fed before."""
        self.connection.wire.ended = True

    def take(self) -> bytes:
        """All ciphertext produced since the last take; b"" once the transport was dropped."""
        taken = bytes(self.connection.wire.leaving)
        self.connection.wire.leaving.clear()
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

    @property
    def alerts_sent(self) -> tuple[str, ...]:
        """Names of the alerts this end sent, in order, closure alerts included."""
        return tuple(self.connection.alerts_sent)

    @property
    def alerts_received(self) -> tuple[str, ...]:
        """Names of the alerts the other end sent and this end has come upon, warnings included."""
        return tuple(self.connection.alerts_received)

    # -- calls -----------------------------------------------------------------------------------

    def _handshake(self) -> Outcome:
        if not self._run(self._opening):
            return Wants(Want.READ)
        self._established = True
        return Done()

    def _read(self, size: int) -> Outcome:
        connection = self.connection
        while size and not connection.plaintext and not connection.close_received:
            if not self._receive() and not connection.plaintext:
                return Wants(Want.READ)
        taken = bytes(connection.plaintext[:size])
        del connection.plaintext[:size]
        return Done(taken)

    def _write(self, data: bytes) -> Outcome:
        if self.connection.close_sent:
            return _misuse("close_notify was sent: nothing can be written after it")
        if data:
            self._run(self.connection.writeAsync(data))
        return Done(len(data))

    def _pending(self) -> Outcome:
        return Done(len(self.connection.plaintext))

    def _close_notify(self) -> Outcome:
        if not self.connection.close_sent:
            self._run(self.connection.say_goodbye())
        while not self.connection.close_received:
            if not self._receive():
                return Wants(Want.READ)
        return Done()

    def _close(self) -> Outcome:
        self.close()
        return Done()

    def _key_update(self, request: bool = False) -> Outcome:  # noqa: FBT001, FBT002 - calls are positional
        if self._setup.spoken is not Tls.V13:
            raise Unsupported("KeyUpdate exists since TLS 1.3")
        if self.connection.close_sent:
            return _misuse("close_notify was sent: keys cannot be updated after it")
        kinds = KeyUpdateMessageType
        kind = kinds.update_requested if request else kinds.update_not_requested
        self._run(self.connection.send_keyupdate_request(kind))
        return Done()

    def _renegotiate(self, resume: bool = False) -> Outcome:  # noqa: FBT001, FBT002 - calls are positional
        if self._setup.spoken is not Tls.V12:
            raise Unsupported("TLS 1.3 has no renegotiation")
        if self._renegotiating is None and not self._renegotiated:
            self._receiving = None  # what has come of its message is the connection's
            self._renegotiating = self.connection.again.steps(
                self._another_handshake(resume=resume), ask=self._setup.role is Role.SERVER
            )
        if self._renegotiating is not None and not self._receive():
            return Wants(Want.READ)
        self._renegotiated = False
        return Done(not self.connection.again.declined)

    def _another_handshake(self, *, resume: bool) -> Generator[int, None, None]:
        """One that resumes the session of this connection, or a whole one; the version stays."""
        options = replace(self._setup.options, also=None)
        session = FACTS["session"](self.connection) if resume else None
        setup = replace(self._setup, session=session, options=options)
        return opening(self.connection, setup, self.connection.sessions if resume else ServerSessions())

    def _request_certificate(self) -> Outcome:
        if self._setup.spoken is not Tls.V13 or self._setup.role is not Role.SERVER:
            raise Unsupported("only a server of TLS 1.3 asks for a certificate after the handshake")
        if not self.connection.later.may_ask:
            return _misuse("the client did not offer post_handshake_auth")
        self._run(self.connection.later.request())
        return Done()

    def _tell(self, fact: str) -> Outcome:
        told = FACTS.get(fact)
        if told is None:
            raise Unsupported(f"the reference peer knows no fact {fact!r}")
        return Done(told(self.connection) if self._established else BEFORE_HANDSHAKE.get(fact))

    _verbs: dict[str, Callable[..., Outcome]] = {  # noqa: RUF012 - a constant
        "handshake": _handshake,
        "read": _read,
        "write": _write,
        "pending": _pending,
        "close_notify": _close_notify,
        "close": _close,
        "tell": _tell,
        "key_update": _key_update,
        "renegotiate": _renegotiate,
        "request_certificate": _request_certificate,
    }
    _always = frozenset({"tell", "pending", "close"})

    # -- driving tlslite -------------------------------------------------------------------------

    def _receive(self) -> bool:
        """Go on receiving the current message, or renegotiating; False when more bytes are wanted first."""
        if self._renegotiating is not None:
            self._renegotiated = self._run(self._renegotiating)
            if self._renegotiated:
                self._renegotiating = None
            return self._renegotiated
        if self._receiving is None:
            self._receiving = self.connection.receive()
        finished = self._run(self._receiving)
        if finished:
            self._receiving = None
        return finished

    def _run(self, steps: Iterator[int]) -> bool:
        """Take the steps of a generator of tlslite; False when it wants bytes, True at its end."""
        try:
            return all(steps)  # it yields 0 to read; never 1 to write, with room for everything
        except Unsupported:
            raise  # our own word, and no outcome
        except Exception as error:  # the border: whatever tlslite raises is an outcome
            raise _Failed(_translate(error, self.connection)) from error


def _misuse(message: str) -> Raised:
    return Raised(Kind.MISUSE, message=message)


def told_of(error: Exception) -> str:
    """What an exception says. tlslite's alerts cannot say it where their message is an exception itself."""
    try:
        return str(error)
    except TypeError:
        return str(getattr(error, "message", ""))


def _translate(error: Exception, connection: Connection) -> Raised:
    """What an exception out of tlslite means, in the words of the taxonomy."""
    alert, received, kind = None, False, Kind.FOREIGN
    if isinstance(error, TLSRemoteAlert | TLSLocalAlert):
        alert = AlertDescription.toStr(error.description)
        received = isinstance(error, TLSRemoteAlert)
        kind = Kind.PROTOCOL_ERROR
        if received and alert == "close_notify":
            kind = Kind.CLEAN_CLOSE
        elif not received and connection.rejection is not None:
            kind = Kind.CERTIFICATE_REJECTED
    elif isinstance(error, TLSAbruptCloseError):
        kind = Kind.RAGGED_EOF
    return Raised(
        kind,
        exception=type(error).__name__,
        mro=tuple(base.__name__ for base in type(error).__mro__[:-1]),
        errno=getattr(error, "errno", None),
        verify_message=connection.rejection.reason if connection.rejection else None,
        message=told_of(error),
        alert=alert,
        alert_received=received,
    )
