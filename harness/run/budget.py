"""A budget of time, spent where it finds most.

Every scenario once, then kinds of cells (implementation, scenario, driver, family of schedule): first those
of scenarios and implementations that are new or have changed, then the others by how often they went wrong
before. A kind that was never tried counts as one that always did, so that what one run leaves out is what the
next begins with. Time decides what is tried, never what it comes to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from harness.events import CellResult
from harness.names import FINDINGS, Grade, Verdict
from harness.run.agenda import Agenda
from harness.run.cell import Cell, cell_of

Kind = tuple[str, str, str, str]
_ACTION = re.compile("[a-z]+")


def family(schedule: str) -> str:
    """The family of a schedule in its text form: what it does, wherever it does it."""
    words = [match[0] for part in schedule.split("+") if (match := _ACTION.match(part))]
    return "+".join(dict.fromkeys(words))


@dataclass
class History:
    """How cells fared before. changed: implementations that are not what they were, or were not there."""

    changed: frozenset[str] = frozenset()
    _tried: Counter[Kind] = field(default_factory=Counter)
    _wrong: Counter[Kind] = field(default_factory=Counter)
    _scenarios: set[str] = field(default_factory=set)

    def add(self, result: CellResult) -> None:
        """One cell of it. What failed went wrong, and so did what passed otherwise than asked."""
        kind = _kind(cell_of(result))
        self._scenarios.add(result.scenario)
        self._tried[kind] += 1
        failed = result.verdict in (*FINDINGS, Verdict.ERROR)
        self._wrong[kind] += failed or result.grade is Grade.ACCEPTABLE

    def rank(self, cell: Cell) -> tuple[bool, float]:
        """Where a cell stands: the smaller the sooner."""
        kind = _kind(cell)
        old = cell.scenario in self._scenarios and cell.implementation not in self.changed
        return old, -self._wrong[kind] / self._tried[kind] if self._tried[kind] else -1.0


class Budgeted(Agenda):
    """An agenda that ends when so many `seconds` of `clock` have passed since it was first asked."""

    def __init__(self, seconds: float, clock: Callable[[], float], history: History) -> None:
        super().__init__()
        self.seconds = seconds
        self._clock = clock
        self._history = history
        self._end: float | None = None
        self._spent = False
        self._heap: list[tuple[tuple[bool, bool, float], int, Cell]] = []
        self._number = 0
        self._unread: list[Cell] = []

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells; of each scenario the one that promises most goes before all sweeps."""
        cells = [cell for cell in straight if not self.done.is_over(cell)]
        first: dict[tuple[str, str], Cell] = {}
        for cell in sorted(cells, key=self._history.rank):
            first.setdefault((cell.implementation, cell.scenario), cell)
        for cell in cells:
            self._push(cell, later=first[cell.implementation, cell.scenario] is not cell)
        self._unread += cells

    def read_ahead(self) -> Sequence[Cell]:
        """What was added: all of it has to be known for the best to come first."""
        more, self._unread = self._unread, []
        return more

    def follow(self, sweep: Sequence[Cell]) -> int:
        """The sweep of an undisturbed cell that passed; how many cells of it are ahead."""
        ahead = [cell for cell in sweep if cell not in self.done]
        for cell in ahead:
            self._push(cell, later=True)
        return len(ahead)

    def take(self, most: int) -> list[Cell]:
        """What is tried next; nothing when the time is spent."""
        now = self._clock()
        if self._end is None:
            self._end = now + float(self.seconds or 0)
        self._spent = now >= self._end
        if self._spent:
            return []
        return super().take(most)

    def _next(self) -> Cell | None:
        return heappop(self._heap)[2] if self._heap else None

    def left_out(self) -> Counter[str]:
        """By theme, the cells that were ahead when the time was spent."""
        cells = self._heap if self._spent else []
        return Counter(cell.scenario.partition("/")[0] for _, _, cell in cells)

    def _push(self, cell: Cell, *, later: bool) -> None:
        self._number += 1
        heappush(self._heap, ((later, *self._history.rank(cell)), self._number, cell))


def _kind(cell: Cell) -> Kind:
    return cell.implementation, cell.scenario, cell.driver, family(cell.schedule)
