"""The transcript: the ordered log of one run, everything the oracle may know.

It holds values only. Offsets are counted on the lanes: `Attempted.fed` is how much ciphertext had come
within the caller's reach when the call was made, `Attempted.sent` how much that end had emitted in all
when it returned. With those, what a call could have known is decided without looking inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from harness.endpoint import Call, Outcome, Raised, Wants
from harness.names import Role, Side, Tls
from harness.scenario import Act, Agree
from harness.wire.handshake import HandshakeMessage


class Attempted(NamedTuple):
    """One attempt of a call, and how it ended."""

    tick: int
    side: Side
    call: Call
    outcome: Outcome
    fed: int
    sent: int
    eof: bool  # the end of the incoming lane had been told to this side
    fed_meanwhile: int = 0  # bytes that came within reach during the call, as a kernel buffer emptied


class Emitted(NamedTuple):
    """Ciphertext taken from an endpoint and put on its lane."""

    tick: int
    side: Side
    data: bytes


class Delivered(NamedTuple):
    """Ciphertext, or the lane's end, handed to an endpoint. `side` is the receiver."""

    tick: int
    side: Side
    data: bytes
    eof: bool


class Trickle(NamedTuple):
    """Pieces handed to an endpoint one by one, and behind each an attempt that came to the same want.

    It stands for its `events`, which are thousands where bytes come one by one. fed, until: how much had
    come within reach before the first piece and behind the last. sent: as `Attempted` has it.
    """

    ticks: range
    side: Side
    pieces: list[bytes]
    call: Call
    outcome: Wants
    fed: int
    until: int
    sent: int

    def events(self) -> Iterator[Delivered | Attempted]:
        """What happened, one by one."""
        fed = self.fed
        for tick, piece in zip(self.ticks, self.pieces, strict=True):
            fed += len(piece)
            yield Delivered(tick, self.side, piece, eof=False)
            yield Attempted(tick, self.side, self.call, self.outcome, fed, self.sent, eof=False)

    def attempts(self) -> list[Attempted]:
        """The attempts among them."""
        return [event for event in self.events() if isinstance(event, Attempted)]


class Note(NamedTuple):
    """Something the run did by itself, shown by `str(about)`: a step began, the aftermath began."""

    tick: int
    about: object


class Began(NamedTuple):
    """What a note says when a step begins; put into words only when somebody reads it."""

    number: int
    step: object

    def __str__(self) -> str:
        return f"step {self.number + 1}: {self.step}"


class Connected(NamedTuple):
    """A connection was made; all offsets start again from 0."""

    tick: int


class Misbehaved(NamedTuple):
    """An endpoint raised where no call was attempted."""

    tick: int
    side: Side
    doing: str
    outcome: Raised


#: In the course of what was heard: a KeyUpdate.
KEY_UPDATE = -1


class Asked(NamedTuple):
    """A KeyUpdate by which the peer asked for one: bytes it had written before, KeyUpdates it had heard."""

    written: int
    heard: int


class Overheard(NamedTuple):
    """What the peer heard of the subject on one connection, decrypted: said when the connection is over.

    alerts: the contents of its alert records. longest: bytes of plaintext in its longest record. asked: the
    KeyUpdates the peer asked for. course: where it did, in order, bytes in each application data record, and
    KEY_UPDATE for each of those.
    """

    tick: int
    messages: tuple[HandshakeMessage, ...] = ()
    alerts: tuple[bytes, ...] = ()
    longest: int = 0
    asked: tuple[Asked, ...] = ()
    course: tuple[int, ...] = ()


class Revealed(NamedTuple):
    """What the peer can tell of one connection's protected records, for people: no judgement looks at it.

    secrets: lines of a key log (NSS format). sent: for each record the peer wrote, in order, its content
    type and plaintext; None for the type of bytes that were put on the wire as they are. heard: the same
    of each record that reached it; None for the content of one that did not decrypt.
    """

    tick: int
    secrets: tuple[str, ...] = ()
    sent: tuple[tuple[int | None, bytes], ...] = ()
    heard: tuple[tuple[int, bytes | None], ...] = ()


Event = Overheard | Revealed | Attempted | Emitted | Delivered | Note | Connected | Misbehaved

#: What a log is made of.
Entry = Event | Trickle


@dataclass(frozen=True)
class Result:
    """How one act of one step ended. `read` is what its reads gave, concatenated."""

    step: int
    act: Act
    outcome: Outcome
    read: bytes = b""


@dataclass(frozen=True)
class Agreement:
    """What both ends told when a step asked them to agree."""

    step: int
    asked: Agree
    subject: Outcome
    peer: Outcome


@dataclass
class Transcript:
    """One run. `role` is the subject's; `spun` says that the run hit its bound of ticks.

    log: what happened, in order; `events` says the same with every trickle told piece by piece.
    results: one for every act that was begun, in order. steps: how many of them were begun, of how
    many. damaged: the schedule is hostile. unmet: its hostile actions that never happened, as text.
    unreached: the peer's edits that changed nothing, with why. unasked: those that were about an answer to
    what the subject never offered, so that there was nothing to lie about. spared: whether there was
    one on the last connection.
    """

    role: Role
    tls: Tls
    damaged: bool = False
    log: list[Entry] = field(default_factory=list)
    results: list[Result | Agreement] = field(default_factory=list)
    steps: int = 0
    of: int = 0
    finished: bool = False
    spun: bool = False
    unmet: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    spared: bool = False

    @property
    def events(self) -> list[Event]:
        """All events, in order."""
        return list(_one_by_one(self.log))

    def side_of(self, lane: Role) -> Side:
        """Who sends on a lane."""
        return Side.SUBJECT if lane is self.role else Side.PEER

    def lane_of(self, side: Side) -> Role:
        """The lane a side sends on."""
        return self.role if side is Side.SUBJECT else self.role.other

    def last_attempt(self, side: Side) -> Attempted | None:
        """The last call of a side, if it made any."""
        for entry in reversed(self.log):
            if isinstance(entry, Attempted | Trickle) and entry.side is side:
                return entry if isinstance(entry, Attempted) else entry.attempts()[-1]
        return None

    def logs(self) -> Iterator[list[Entry]]:
        """The log of each connection, in order."""
        begun = [at for at, entry in enumerate(self.log) if type(entry) is Connected]
        first = [0] if self.log and begun[:1] != [0] else []
        bounds = [*first, *begun, len(self.log)]
        return (self.log[start:end] for start, end in pairwise(bounds))

    def connections(self) -> Iterator[list[Event]]:
        """The events of each connection, in order."""
        return (list(_one_by_one(log)) for log in self.logs())


def _one_by_one(log: list[Entry]) -> Iterator[Event]:
    for entry in log:
        if isinstance(entry, Trickle):
            yield from entry.events()
        else:
            yield entry
