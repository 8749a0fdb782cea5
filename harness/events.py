"""What the engine tells while it runs; whoever wants to know listens. Values only, no clocks inside.

The engine emits the same events whoever listens. `duration` in a result is measured around the cell,
for people; nothing decides by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.names import Grade, Role, Tls, Verdict


@dataclass(frozen=True)
class CellResult:
    """All that is known of one finished cell; one line of the results file.

    cell: its name, which replays it. known: the reason of the known failure that covers it, if any.
    steps: how many of the scenario's steps were reached, of how many. duration: seconds. others: where a
    peer lies on several connections, what else it found behind this: requirement, origin, reason of each.
    came: its class among implementations (`harness.outcomes`); "" where nothing was acted out.
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


@dataclass(frozen=True)
class RunStarted:
    """A run begins. `facts`: version facts for each implementation; `digest`: the catalogue's."""

    facts: dict[str, dict[str, str]]
    profile: str
    seed: int
    digest: str


@dataclass(frozen=True)
class CellsPlanned:
    """So many more cells are now known to be ahead, `settings` of them undisturbed ones."""

    count: int
    settings: int = 0


@dataclass(frozen=True)
class CellFinished:
    """One cell is judged."""

    result: CellResult


@dataclass(frozen=True)
class RunFinished:
    """The run is over: complete, or `interrupted` and why. `stale`: known failures that now pass."""

    cells: int
    interrupted: str | None = None
    stale: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


Event = RunStarted | CellsPlanned | CellFinished | RunFinished
Listener = Callable[[Event], None]
