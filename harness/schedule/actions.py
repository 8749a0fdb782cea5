"""The actions of a schedule, as frozen values, and the places they happen at.

`str()` of an action or schedule is its text form; `text.parse` reads it back. Records are counted
from 0 on each lane, from the first record the endpoint sent in the connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.names import Role


@dataclass(frozen=True)
class Place:
    """An offset on a lane: `137` bytes from its start, or relative to a record.

    `#3` is the first byte of record 3, `#3+5` five bytes behind that, `#3-1` the last byte of record 2,
    `#3~50` halfway through record 3 (percent of its length, header included).
    """

    offset: int = 0
    record: int | None = None
    percent: int | None = None

    def __str__(self) -> str:
        if self.record is None:
            return str(self.offset)
        if self.percent is not None:
            return f"#{self.record}~{self.percent}"
        return f"#{self.record}{self.offset:+d}" if self.offset else f"#{self.record}"

    def resolve(self, starts: list[int]) -> int | None:
        """The absolute offset, given the record starts known so far; None while it is not known.

        `starts` ends with the offset behind the last record whose header has been seen.
        """
        if self.record is None:
            return self.offset
        if self.percent is not None:
            if self.record + 1 >= len(starts):
                return None
            start, end = starts[self.record], starts[self.record + 1]
            return start + (end - start) * self.percent // 100
        if self.record >= len(starts):
            return None
        return starts[self.record] + self.offset


@dataclass(frozen=True)
class Every:
    """`cut(k)` or `cut@client(k)`: deliver in pieces of k bytes, on both lanes or one. Benign."""

    size: int
    lane: Role | None = None
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"cut{_at(self.lane)}({self.size})"


@dataclass(frozen=True)
class Cut:
    """`cut@client:137`: one cut at a place, so the bytes before and behind it arrive apart. Benign."""

    lane: Role
    place: Place
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"cut@{self.lane}:{self.place}"


@dataclass(frozen=True)
class Scatter:
    """`scatter(7)`: pieces of pseudo-random sizes, small ones likelier, from seed 7. Benign."""

    seed: int
    lane: Role | None = None
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"scatter{_at(self.lane)}({self.seed})"


@dataclass(frozen=True)
class Join:
    """`join` or `join@server`: hold everything until nothing else moves, then one delivery. Benign."""

    lane: Role | None = None
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"join{_at(self.lane)}"


@dataclass(frozen=True)
class Hold:
    """`hold(server, 3)`: record 3 and all behind it wait until nothing else moves. Benign."""

    lane: Role
    record: int
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"hold({self.lane}, {self.record})"


@dataclass(frozen=True)
class Delay:
    """`delay(server, 5)`: every delivery comes 5 ticks late. Benign."""

    lane: Role
    ticks: int
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"delay({self.lane}, {self.ticks})"


@dataclass(frozen=True)
class Turns:
    """`turns(client)`: the lanes deliver in alternate ticks, the named one first. Benign."""

    lane: Role
    benign: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"turns({self.lane})"


@dataclass(frozen=True)
class Swap:
    """`swap(server, 2, 3)`: two records change places. Hostile."""

    lane: Role
    record: int
    other: int
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"swap({self.lane}, {self.record}, {self.other})"


@dataclass(frozen=True)
class Drop:
    """`drop(server, 4)`: the record never arrives. Hostile."""

    lane: Role
    record: int
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"drop({self.lane}, {self.record})"


@dataclass(frozen=True)
class Repeat:
    """`repeat(server, 4)`: the record arrives twice in a row. Hostile."""

    lane: Role
    record: int
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"repeat({self.lane}, {self.record})"


@dataclass(frozen=True)
class Flip:
    """`flip(server, 2, byte=17, bit=3)`: one bit of a record is inverted. Hostile.

    Bytes 0 to 4 are the header (type, version, length); a negative byte counts from the record's end.
    """

    lane: Role
    record: int
    byte: int
    bit: int
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"flip({self.lane}, {self.record}, byte={self.byte}, bit={self.bit})"


@dataclass(frozen=True)
class Insert:
    """`insert(server, 2, 150303000101)`: stray bytes (hexadecimal) arrive before record 2. Hostile."""

    lane: Role
    record: int
    data: bytes
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"insert({self.lane}, {self.record}, {self.data.hex()})"


@dataclass(frozen=True)
class End:
    """`end(server, at=1234)`: the lane ends there, the rest is lost. Hostile.

    `eof=no` leaves the end unsaid: nothing arrives any more, and nothing says so.
    """

    lane: Role
    at: Place
    eof: bool = True
    benign: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"end({self.lane}, at={self.at}{'' if self.eof else ', eof=no'})"


Benign = Every | Cut | Scatter | Join | Hold | Delay | Turns
Hostile = Swap | Drop | Repeat | Flip | Insert | End
Action = Benign | Hostile


@dataclass(frozen=True)
class Schedule:
    """What happens to the bytes between the endpoints. An empty one is "straight"."""

    actions: tuple[Action, ...] = ()

    def __str__(self) -> str:
        return "+".join(map(str, self.actions)) or "straight"

    def __add__(self, other: Schedule) -> Schedule:
        return Schedule(self.actions + other.actions)

    @property
    def benign(self) -> bool:
        """Whether it changes only how bytes arrive, never what arrives."""
        return all(action.benign for action in self.actions)

    @property
    def names_a_place(self) -> bool:
        """Whether something happens at a place within a record, or at one's start."""
        for each in self.actions:
            if isinstance(each, Cut | End):
                place = each.place if isinstance(each, Cut) else each.at
                if place.record is not None:
                    return True
        return False

    def on(self, lane: Role) -> tuple[Action, ...]:
        """The actions that touch `lane`."""
        return tuple(action for action in self.actions if action.lane in (lane, None))


#: Nothing is disturbed: what is sent is delivered at the next tick, in one piece.
STRAIGHT = Schedule()


def _at(lane: Role | None) -> str:
    return "" if lane is None else f"@{lane}"
