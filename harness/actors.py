"""Actors: the two ends as a scenario sees them. Every verb returns a step, which is data.

`subject` and `peer` have the same verbs, but for these: only the peer lies (`forges`, `injects`), and
only the subject is heard (`alerts`, `sends`, `never_sends`), by the peer, on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from harness.edits import parse_check, parse_edit, parse_items
from harness.errors import ScenarioError
from harness.expectation import Gives, Returns, Symbol
from harness.expression import Compared
from harness.names import Kind, Side, Want
from harness.options import Options
from harness.steps import Act, Agree, Configure, Reconnect, Step, Together, Wire
from harness.things import Thing, callback, constant, expression_of, py

READ, WRITE = Want.READ, Want.WRITE
CLEAN_CLOSE, RAGGED_EOF = Kind.CLEAN_CLOSE, Kind.RAGGED_EOF
CERTIFICATE_REJECTED, PROTOCOL_ERROR = Kind.CERTIFICATE_REJECTED, Kind.PROTOCOL_ERROR
OS_ERROR, MISUSE, TIMEOUT, FOREIGN = Kind.OS_ERROR, Kind.MISUSE, Kind.TIMEOUT, Kind.FOREIGN

#: The version both ends speak, as `version()` spells it.
NEGOTIATED = Symbol("version")


def certificate(name: str) -> Symbol:
    """The DER bytes of the certificate called `name` (see `harness.options.CERTIFICATES`)."""
    return Symbol("certificate", name)


@lru_cache(maxsize=64)
def payload(size: int, mark: str = "payload") -> bytes:
    """`size` bytes in which every eight tell their place, so that loss, repeats and swaps show."""
    head = f"{mark[:3]:-<3}"
    return "".join([f"{head}{number:05x}" for number in range(size // 8 + 1)]).encode()[:size]


@dataclass(frozen=True)
class Actor:
    """One end, as a scenario sees it: every verb returns a step."""

    side: Side

    def configured(self, **changes: Any) -> Configure:
        """Fields of `harness.options.Options` for this end; they stand before the first call."""
        known = {option.name for option in fields(Options)}
        if set(changes) - known:
            raise ScenarioError(f"there is no option {min(set(changes) - known)!r}")
        return Configure(self.side, tuple(sorted(changes.items())))

    def handshakes(self) -> Act:
        """`do_handshake()`; it succeeds unless said otherwise."""
        return Act(self.side, "handshake")

    def reads(self, amount: int) -> Act:
        """One read of at most `amount` bytes."""
        return Act(self.side, "read", (amount,), (Returns((bytes,)),))

    def reads_into(self, amount: int, size: int) -> Act:
        """`read(amount, bytearray(size))`; it gives (count, the whole buffer)."""
        return Act(self.side, "read_into", (amount, size), (Returns((tuple,)),))

    def reads_exactly(self, data: bytes, at_once: int = 65536) -> Act:
        """Reads of at most `at_once` bytes until as many as `data` have come; they are `data`."""
        return Act(self.side, "read_exactly", (len(data), at_once), (Gives(data),))

    def reads_to_end(self, at_once: int = 65536) -> Act:
        """Reads until the stream ends cleanly; it gives everything read."""
        return Act(self.side, "read_to_end", (at_once,), (Returns((bytes,)),))

    def writes(self, data: bytes, at_once: int = 0) -> Act:
        """Writes, in pieces of `at_once` if given, until all is accepted; it gives the total."""
        return Act(self.side, "write_all", (data, at_once), (Gives(len(data)),))

    def writes_once(self, data: bytes) -> Act:
        """One write call, continued until it is no longer waiting; it gives the count accepted."""
        return Act(self.side, "write", (data,), (Returns((int,)),))

    def writes_from_buffer(self, data: bytes) -> Act:
        """As `writes`, from a bytearray that is overwritten as soon as each call is over."""
        return Act(self.side, "write_all_from_buffer", (data, 0), (Gives(len(data)),))

    @property
    def ssl(self) -> Thing:
        """The implementation's module."""
        return Thing(self.side, "ssl")

    @property
    def context(self) -> Thing:
        """The SSLContext its connections are made of."""
        return Thing(self.side, "context")

    @property
    def connection(self) -> Thing:
        """The SSLObject, the SSLSocket, or asyncio's transport."""
        return Thing(self.side, "connection")

    def thing(self, name: str) -> Thing:
        """An object that an earlier act keeps, or one of `harness.expression.GIVEN`."""
        return Thing(self.side, name)

    def does(self, what: object) -> Act:
        """Any expression, such as `py("len", subject.thing("bio").calls("read"))`; a comparison must hold."""
        expression = expression_of(what)
        act = Act(self.side, "use", (expression, None))
        return replace(act, expect=(Gives(value=True),)) if isinstance(expression, Compared) else act

    def asks(self, method: str, *args: object) -> Act:
        """Any method of the connection object (under asyncio of the transport), by name."""
        return Act(self.side, "ask", (method, *args))

    def crowds(self, size: int) -> Act:
        """`size` connections of its own at once, each in a thread, of the same contexts.

        It gives what each carried: (b"thread 0", b"thread 1", ...).
        """
        return Act(self.side, "crowd", (size,))

    def pends(self) -> Act:
        """`pending()`: decrypted bytes that wait to be read."""
        return Act(self.side, "pending")

    def closes(self) -> Act:
        """`unwrap()`: sends close_notify; done once the other end's has come too."""
        return Act(self.side, "close_notify")

    def drops(self) -> Act:
        """Closes the transport without a closure alert."""
        return Act(self.side, "close")

    def tells(self, fact: str) -> Act:
        """One fact of `endpoint.FACTS`."""
        return Act(self.side, "tell", (fact,))

    def updates_keys(self, *, request: bool = False) -> Act:
        """A TLS 1.3 KeyUpdate, asking for one back or not (of subjects few can be told to)."""
        return Act(self.side, "key_update", (request,))

    def renegotiates(self, *, resume: bool = False) -> Act:
        """A second TLS 1.2 handshake inside the connection, bound to the first (RFC 5746; peers only).

        A client begins it, a server asks for it with a HelloRequest. It gives True when it is done, False
        when the other end said no_renegotiation. Edits forged after the first handshake are of this one.
        resume: by an abbreviated handshake, if the other end likes.
        """
        if self.side is not Side.PEER:
            raise ScenarioError("only the peer can be told to renegotiate")
        return Act(self.side, "renegotiate", (resume,)).gives(value=True)

    def requests_certificate(self) -> Act:
        """A TLS 1.3 server asks for the client's certificate after the handshake (RFC 8446 section 4.6.2).

        The client must have offered to answer; both ends need `post_handshake_auth`. The reference peer's
        request goes out at once, that of Python's ssl with the next write. What comes is read, and
        verified, by the server's next read; `tells("peer_certificate")` has it then.
        """
        return Act(self.side, "request_certificate")

    def forges(self, *edits: str) -> Act:
        """Edits of what this end sends from here on, as `harness.edits.text` reads them (peers only)."""
        return Act(self._liar, "forge", tuple(str(parse_edit(edit)) for edit in edits), (Gives(None),))

    def injects(self, *items: str) -> Act:
        """Items put on the wire at once, as `harness.edits.item` reads them (peers only)."""
        texts = ", ".join(str(item) for text in items for item in parse_items(text))
        return Act(self._liar, "send", (texts,), (Gives(None),))

    @property
    def _liar(self) -> Side:
        if self.side is not Side.PEER:
            raise ScenarioError("only the peer lies")
        return self.side

    def alerts(self, strict: str | None, *tolerated: str | None, level: str = "fatal") -> Act:
        """The only alert this end has sent, `strict` being the one the clause names, None for no alert.

        Seen by the peer, on the wire and decrypted, when nothing moves any more (subject only). A name may
        bring a level of its own: "warning no_renegotiation".
        """
        names = (strict, *tolerated)
        sent = [() if not name else (name if " " in name else f"{level} {name}",) for name in names]
        return Act(self._heard, "alerts", (), tuple(Gives(alerts) for alerts in sent))

    def sends(self, condition: str) -> Act:
        """What this end has sent satisfies a condition, as `harness.edits.value` reads it (subject only).

        A bare path says that it is there: `subject.sends("certificate_verify")`.
        """
        return Act(self._heard, "observe", (str(parse_check(condition)),), (Gives("yes"),))

    def never_sends(self, path: str) -> Act:
        """Nothing is at that path of what this end has sent: no such message, or no such field."""
        return Act(self._heard, "observe", (f"absent({parse_check(path)})",), (Gives("yes"),))

    @property
    def _heard(self) -> Side:
        if self.side is not Side.SUBJECT:
            raise ScenarioError("the peer hears the subject, and nobody hears the peer")
        return Side.PEER

    def continues(self) -> Together:
        """The connection is alive: data flows both ways."""
        other = Actor(self.side.other)
        here, there = payload(300, "here"), payload(300, "there")
        return together(
            [self.writes(here), self.reads_exactly(there)], [other.reads_exactly(here), other.writes(there)]
        )

    def cuts_wire(self, *, eof: bool = True) -> Wire:
        """What this end sends from now on is lost; `eof` tells the other end so."""
        return Wire(self.side, "cut" if eof else "cut silently")

    def resets_wire(self) -> Wire:
        """The wire breaks: to the other end it is a reset, not an end of stream."""
        return Wire(self.side, "reset")

    def sends_raw(self, data: bytes) -> Wire:
        """Bytes on the wire as if this end had sent them, past its TLS stack."""
        return Wire(self.side, "raw", data)

    def stops_taking(self) -> Wire:
        """What the other end sends stays in its hands, as behind a full network."""
        return Wire(self.side, "stop taking")

    def takes_again(self) -> Wire:
        """The network to this end moves again."""
        return Wire(self.side, "take again")


def handshake(one: Actor, other: Actor) -> Together:
    """Both ends complete the handshake."""
    return together(one.handshakes(), other.handshakes())


def flights(client: Thing, server: Thing) -> list[Act]:
    """The handshake of two ends that the subject holds itself, a flight at a time.

    So many that there is room for a HelloRetryRequest (RFC 8446 section 4.1.4); a call of do_handshake()
    behind the end of the handshake has nothing to do.
    """
    one, other = client.calls("do_handshake"), server.calls("do_handshake")
    begun = [one.wants(Want.READ), other.wants(Want.READ), one.anything()]
    going = [act.gives(None).or_wants(Want.READ) for act in (other, one)]
    return [*begun, *going, other.gives(None), one.gives(None)]


def in_turn(conversations: Iterable[Sequence[Step]]) -> list[Step]:
    """One conversation after the other, each in a connection of its own."""
    steps: list[Step] = []
    for each in conversations:
        steps += [*([reconnect()] if steps else []), *each]
    return steps


def refused(subject: Actor, peer: Actor, strict: str | None, *tolerated: str | None) -> list[Step]:
    """The subject refuses to complete the handshake, with the alert the clause names or a tolerated one."""
    failing = together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything())
    return [failing, subject.alerts(strict, *tolerated)]


def refused_each(
    subject: Actor, peer: Actor, lies: Sequence[str], strict: str | None, *tolerated: str | None
) -> list[Step]:
    """As `refused`, for one lie after the other, each told in a connection of its own."""
    return in_turn([peer.forges(lie), *refused(subject, peer, strict, *tolerated)] for lie in lies)


def with_ticket(subject: Actor, peer: Actor) -> list[Step]:
    """A connection, on which the client gets its tickets, and another that will offer one."""
    before = b"tickets before it"
    return [
        handshake(subject, peer),
        subject.writes(before),
        peer.reads_exactly(before),
        peer.writes(before),
        subject.reads_exactly(before),
        reconnect(resume=True),
    ]


def accepted_each(subject: Actor, peer: Actor, lies: Sequence[str]) -> list[Step]:
    """The subject puts up with one lie after the other, and each time the connection is a good one."""
    return in_turn([peer.forges(lie), handshake(subject, peer), subject.continues()] for lie in lies)


def ended_each(
    subject: Actor, peer: Actor, lies: Sequence[str], strict: str | None, *tolerated: str | None
) -> list[Step]:
    """After a handshake each, an injected lie ends the connection at the next read, with that alert."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.injects(lie),
            subject.reads(100).raises(PROTOCOL_ERROR),
            subject.alerts(strict, *tolerated),
        ]
        for lie in lies
    )


def closing(one: Actor, other: Actor) -> Together:
    """Both ends exchange close_notify to the end."""
    return together(one.closes(), other.closes())


def wire_socket() -> object:
    """asyncio: what create_connection() asks of a `sock`, in whose place the wire is."""
    kind = constant("socket.SOCK_STREAM")
    return py("types.SimpleNamespace", type=kind, setblocking=callback(), close=callback())


def rests(subject: Actor, seconds: float = 1) -> Act:
    """asyncio: everything that moves has moved, and then `seconds` of its loop's own time have passed."""
    return subject.does(py("asyncio.sleep", seconds)).after(seconds)


def together(*threads: Act | Sequence[Act]) -> Together:
    """Acts, or lists of acts, that run at the same time."""
    return Together(tuple((thread,) if isinstance(thread, Act) else tuple(thread) for thread in threads))


def agree(fact: str) -> Agree:
    """Both ends tell the same value of a fact."""
    return Agree(fact)


def reconnect(*, resume: bool = False) -> Reconnect:
    """A new connection with the same options; `resume` offers the session of the last one."""
    return Reconnect(resume)
