"""What the engine tells while it runs; whoever wants to know listens. Values only, no clocks inside.

The engine emits the same events whoever listens. `duration` in a result is measured around the cell,
for people; nothing decides by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.names import Grade, Role, Tls, Verdict


@dataclass(frozen=True)
class CellResult:
    """All that is known of one finished cell; one line of the results file.

    cell: its name, which replays it. known: the reason of the known failure that covers it, if any.
    steps: how many of the scenario's steps were reached, of how many. duration: seconds. others: where a
    peer lies on several connections, what else it found behind this: requirement, origin, reason of each.
    came: its class among implementations (`harness.outcomes`); "" where nothing was acted out. excused: what
    was found besides and is known, where the result is about something that is not. sweep: of an undisturbed
    cell, how many cells its sweep has; None of any other, or where that is not known.
    """

    cell: str
    scenario: str
    requirements: tuple[str, ...]
    implementation: str
    driver: str
    role: Role
    tls: Tls
    peer: str
    schedule: str
    seed: int
    verdict: Verdict
    grade: Grade | None = None
    requirement: str = ""
    reason: str = ""
    origin: str = ""
    details: tuple[str, ...] = ()
    steps: tuple[int, int] = (0, 0)
    duration: float = 0.0
    known: str | None = None
    others: tuple[tuple[str, str, str], ...] = ()
    came: str = ""
    excused: tuple[tuple[str, str, str], ...] = ()
    sweep: int | None = None


@dataclass(frozen=True)
class RunStarted:
    """A run begins. `facts`: version facts for each implementation; `digest`: the catalogue's.

    request: what the plan was narrowed to. shard: `3/16`, None for a whole run. budget: seconds, None for
    as long as it takes.
    """

    facts: dict[str, dict[str, str]]
    profile: str
    seed: int
    digest: str
    request: dict[str, object] = field(default_factory=dict)
    shard: str | None = None
    budget: float | None = None


@dataclass(frozen=True)
class CellsPlanned:
    """So many more cells are now known to be ahead, `settings` of them undisturbed ones."""

    count: int
    settings: int = 0


@dataclass(frozen=True)
class CellsRecalled:
    """The cells that were told so far, so many, are those of an earlier run; what follows is new."""

    count: int


@dataclass(frozen=True)
class CellFinished:
    """One cell is judged."""

    result: CellResult


@dataclass(frozen=True)
class RunFinished:
    """The run is over: complete, or `interrupted` and why. `stale`: known failures that now pass.

    sightings: of each known failure that was tried, by file and line, what to say if it is met nowhere; None
    where it was met. left_out: by theme, how many cells that were ahead the budget left no time for.
    """

    cells: int
    interrupted: str | None = None
    stale: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    sightings: dict[str, str | None] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)


Event = RunStarted | CellsPlanned | CellsRecalled | CellFinished | RunFinished
Listener = Callable[[Event], None]


def digest_of(cell: str) -> bytes:
    """A cell's name, short enough for a million in memory, and long enough that no two are alike."""
    return hashlib.blake2b(cell.encode("utf-8", "surrogatepass"), digest_size=16).digest()
