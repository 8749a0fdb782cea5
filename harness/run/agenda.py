"""What a run has ahead, and in which order it is tried; what an earlier run has done of it.

An undisturbed cell and its sweep are one *setting*. How large a sweep is shows in the undisturbed run alone,
so the cell of a setting that was done in part is run again, for its layout and not for its verdict. The plan
is read as it is needed: it may be longer than memory.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from harness.events import CellResult, digest_of
from harness.names import Verdict
from harness.run.cell import Cell, cell_of
from harness.run.plan import weight

#: Undisturbed cells that are read from the plan at a time, and how many are held at the most.
_READ, _HELD = 256, 20_000


@dataclass
class Done:
    """The cells an earlier run of the same plan has done, by digests of their names."""

    _cells: set[bytes] = field(default_factory=set)
    _sweeps: dict[bytes, int] = field(default_factory=dict)
    _swept: Counter[bytes] = field(default_factory=Counter)

    def add(self, result: CellResult) -> None:
        """One more of them."""
        cell, name = cell_of(result), digest_of(result.cell)
        if name in self._cells:
            return
        self._cells.add(name)
        if cell.schedule != "straight":
            self._swept[digest_of(cell.straight.name)] += 1
        elif result.verdict is not Verdict.PASS:
            self._sweeps[name] = 0
        elif result.sweep is not None:
            self._sweeps[name] = result.sweep

    def __contains__(self, cell: Cell) -> bool:
        return bool(self._cells) and digest_of(cell.name) in self._cells

    def is_over(self, straight: Cell) -> bool:
        """Whether all of the setting of this undisturbed cell is done."""
        if not self._cells:
            return False
        name = digest_of(straight.name)
        return name in self._sweeps and self._sweeps[name] <= self._swept[name]


class Agenda:
    """Sweeps before further undisturbed cells, so that whoever waits for a setting waits for little else.

    done: what is left out, since an earlier run has done it.
    """

    #: How long it lasts; None for as long as it takes.
    seconds: float | None = None

    def __init__(self, done: Done | None = None) -> None:
        self.done = done or Done()
        self._plan: Iterator[Cell] = iter(())
        self._straight: deque[Cell] = deque()
        self._swept: deque[Cell] = deque()

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells, behind those that were added before."""
        self._plan = chain(self._plan, (cell for cell in straight if not self.done.is_over(cell)))

    def read_ahead(self) -> Sequence[Cell]:
        """Read a little more of what was added, so that its length is known early; what was read."""
        more = list(islice(self._plan, min(_READ, _HELD - len(self._straight))))
        self._straight += more
        return more

    def follow(self, sweep: Sequence[Cell]) -> int:
        """The sweep of an undisturbed cell that passed; how many cells of it are ahead."""
        ahead = [cell for cell in sweep if cell not in self.done]
        self._swept += ahead
        return len(ahead)

    def take(self, most: int) -> list[Cell]:
        """What is tried next of what was read, so many cells at most, fewer of those that weigh more."""
        taken: list[Cell] = []
        while most > 0 and (cell := self._next()) is not None:
            taken.append(cell)
            most -= weight(cell)
        return taken

    def _next(self) -> Cell | None:
        cells = self._swept or self._straight
        return cells.popleft() if cells else None

    def left_out(self) -> Counter[str]:
        """By theme, the cells that are not tried for want of time."""
        return Counter()
