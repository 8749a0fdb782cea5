"""The scenario language: what the two ends do, and what must be seen. Plain data comes back.

    @scenario("rfc8446:6.1:close_notify", drivers="bio")
    def cut_wire_is_not_a_clean_end(subject, peer):
        '''A wire cut without close_notify raises SSLEOFError; it never reads as b"".'''
        return [
            handshake(subject, peer),
            peer.writes(b"half a mess"),
            peer.cuts_wire(),
            subject.reads(100).gives(b"half a mess"),
            subject.reads(100).raises(RAGGED_EOF),
        ]

A scenario asks for its actors by parameter name: `subject` and `peer` say who is judged, `client` and
`server` the same two by role. One that asks for `dice` gets a `random.Random` made from the cell's seed.
Each step runs until it has its outcome or nothing moves any more; then the next one starts. The matrix
(driver x role x version x schedule) belongs to the plan.

Besides the verbs, any object of the subject can be used: see `harness.things`.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from harness.edits import parse_check, parse_edit, parse_items
from harness.errors import ScenarioError
from harness.expectation import Gives, Returns, Symbol
from harness.expression import Portrait
from harness.names import Kind, Role, Side, Tls, Want
from harness.options import Options
from harness.steps import Act, Agree, Configure, Reconnect, Step, Together, Wire
from harness.things import (
    Thing,
    callback,
    caught,
    chain_file,
    constant,
    expression_of,
    key_file,
    py,
    same,
    trust_file,
)

__all__ = [
    "CERTIFICATE_REJECTED", "CLEAN_CLOSE", "FOREIGN", "MISUSE", "NEGOTIATED", "OS_ERROR", "PROTOCOL_ERROR",
    "RAGGED_EOF", "READ", "TIMEOUT", "WRITE", "Act", "Actor", "Agree", "Configure", "Portrait", "Reconnect",
    "Scenario", "Step", "Thing", "Together", "Wire", "agree", "callback", "caught", "certificate",
    "chain_file", "closing", "constant", "handshake", "key_file", "module_scenario",
    "payload", "py", "reconnect", "refused", "same", "scenario", "together", "trust_file", "wire_scenario",
]  # fmt: skip

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
    block = b"".join(f"{mark[:3]}{number:05x}".encode() for number in range(size // 8 + 1))
    return block[:size]


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
        """Any expression, such as `py("len", subject.thing("bio").calls("read"))`."""
        return Act(self.side, "use", (expression_of(what), None))

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
        """A TLS 1.3 KeyUpdate, asking for one back or not (peers only)."""
        return Act(self.side, "key_update", (request,))

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

        Seen by the peer, on the wire and decrypted, when nothing moves any more (subject only).
        """
        sent = [() if name is None else (f"{level} {name}",) for name in (strict, *tolerated)]
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


def refused(subject: Actor, peer: Actor, strict: str | None, *tolerated: str | None) -> list[Step]:
    """The subject refuses to complete the handshake, with the alert the clause names or a tolerated one."""
    failing = together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything())
    return [failing, subject.alerts(strict, *tolerated)]


def closing(one: Actor, other: Actor) -> Together:
    """Both ends exchange close_notify to the end."""
    return together(one.closes(), other.closes())


def together(*threads: Act | Sequence[Act]) -> Together:
    """Acts, or lists of acts, that run at the same time."""
    return Together(tuple((thread,) if isinstance(thread, Act) else tuple(thread) for thread in threads))


def agree(fact: str) -> Agree:
    """Both ends tell the same value of a fact."""
    return Agree(fact)


def reconnect(*, resume: bool = False) -> Reconnect:
    """A new connection with the same options; `resume` offers the session of the last one."""
    return Reconnect(resume)


#: The words a scenario may say for its drivers, and the drivers they stand for.
DRIVER_GROUPS = {
    "bio": ("bio", "buffer", "endpoint"),  # the same verbs; "sslobject" says that it must be one
    "sslobject": ("bio",),
    "buffer": ("buffer",),
    "endpoint": ("endpoint",),
    "socket": ("socket",),
    "socket-nonblocking": ("socket-nonblocking",),
    "sockets": ("socket-nonblocking", "socket"),
    "asyncio-streams": ("asyncio-streams",),
    "asyncio-protocol": ("asyncio-protocol",),
    "asyncio-buffered": ("asyncio-buffered",),
    "asyncio-protocols": ("asyncio-protocol", "asyncio-buffered"),
    "asyncio": ("asyncio-streams", "asyncio-protocol", "asyncio-buffered"),
    "module": ("module",),
    # one of these is enough: the first that suits the implementation
    "any": ("bio", "buffer", "endpoint", "socket-nonblocking", "socket", "asyncio-protocol"),
}

#: The peers a scenario may be tried against.
PEERS = ("tlslite", "honest")

#: How a scenario is swept: not at all, by a few benign schedules, by every benign or every hostile family.
#: "lies": byte by byte and joined, which is where what a lying peer sends meets its neighbours.
SWEEPS = ("none", "some", "lies", "benign", "hostile")


@dataclass(frozen=True)
class Scenario:
    """One scenario and where it applies.

    name: theme/function; page: the docstring; requires: ids of the requirements it proves; drivers,
    roles, tls, peers: what it applies to (drivers may be groups: "sockets", "asyncio"); sweep: one of
    SWEEPS; seeds: how many seeds the standard profile tries it with; place: file and line, for messages.
    """

    name: str
    page: str
    requires: tuple[str, ...]
    drivers: tuple[str, ...]
    roles: tuple[Role, ...]
    tls: tuple[Tls, ...]
    peers: tuple[str, ...]
    sweep: str
    seeds: int
    place: str
    build: Callable[..., list[Step]] = field(repr=False, compare=False)

    @property
    def theme(self) -> str:
        """The file it stands in."""
        return self.name.partition("/")[0]

    @property
    def throws(self) -> bool:
        """Whether its steps depend on the seed."""
        code = self.build.__code__
        return "dice" in code.co_varnames[: code.co_argcount]

    def steps(self, role: Role, seed: int = 0) -> list[Step]:
        """The steps when the subject plays `role`; `seed` decides those of a scenario that throws dice."""
        mine = Side.SUBJECT if role is Role.CLIENT else Side.PEER
        parts: dict[str, object] = {
            "subject": Actor(Side.SUBJECT),
            "peer": Actor(Side.PEER),
            "client": Actor(mine),
            "server": Actor(mine.other),
            "dice": random.Random(f"{seed} {self.name}"),
        }
        code = self.build.__code__
        return self.build(*(parts[name] for name in code.co_varnames[: code.co_argcount]))


def scenario(
    *requires: str,
    drivers: str = "bio sockets asyncio",
    roles: str = "client server",
    tls: str = "1.2 1.3",
    peers: str = "tlslite honest",
    sweep: str = "some",
    seeds: int = 1,
) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """Make a function a scenario. Arguments are words separated by spaces; see `Scenario`."""

    def declare(build: Callable[..., list[Step]]) -> Scenario:
        theme = build.__module__.rpartition(".")[2]
        code = build.__code__
        return Scenario(
            name=f"{theme}/{build.__name__}",
            page=inspect.cleandoc(build.__doc__ or ""),
            requires=requires,
            drivers=tuple(drivers.split()),
            roles=tuple(Role(role) for role in roles.split()),
            tls=tuple(Tls(version) for version in tls.split()),
            peers=tuple(peers.split()),
            sweep=sweep,
            seeds=seeds,
            place=f"{code.co_filename}:{code.co_firstlineno}",
            build=build,
        )

    return declare


def wire_scenario(
    *requires: str,
    roles: str = "client server",
    tls: str = "1.2 1.3",
    drivers: str = "any",
    sweep: str = "lies",
    seeds: int = 1,
) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """A scenario in which the peer lies: one face is enough, and the lie is also cut and joined."""
    return scenario(
        *requires, drivers=drivers, roles=roles, tls=tls, peers="tlslite", sweep=sweep, seeds=seeds
    )


def module_scenario(*requires: str, seeds: int = 1) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """A scenario of the implementation's module alone: nobody is at the other end."""
    return scenario(
        *requires, drivers="module", roles="client", tls="1.3", peers="honest", sweep="none", seeds=seeds
    )
