"""Cells through an executor and back: undisturbed ones, and the sweep of each that passes.

An undisturbed cell and its sweep are one *setting*. Sweeps go before further undisturbed cells, and only
a few batches are under way at once, so that whoever waits for a setting waits for little else. The plan is
read as it is needed, and a little ahead so that its length is known early: it may be longer than memory.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from itertools import chain, islice

from harness.collection import Catalogue
from harness.names import Verdict
from harness.run import plan
from harness.run.cell import Cell, cell_of
from harness.run.executor import BATCH, Batches, Executor, Lost, Report
from harness.run.plan import Request

#: Undisturbed cells that are read from the plan at a time, and how many are held at the most.
_READ, _HELD = 256, 20_000


class Flow:
    """What runs in `executor`; `planned` hears how many cells and how many settings more are ahead.

    An undisturbed run that fails is not swept: its schedules could only repeat the same failure.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        request: Request,
        executor: Executor,
        planned: Callable[[int, int], None] = lambda _cells, _settings: None,
    ) -> None:
        self._catalogue = catalogue
        self._request = request
        self._executor = executor
        self._batches = Batches(executor)
        self._planned = planned
        self._plan: Iterable[Cell] = iter(())
        self._straight: deque[Cell] = deque()
        self._swept: deque[Cell] = deque()
        self._ahead: Counter[Cell] = Counter()

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells to be run behind those that were added before."""
        self._plan = chain(self._plan, straight)

    def advance(self) -> list[Report]:
        """Wait until some cells are over: what became of them. Nothing when everything is."""
        self._read_ahead()
        while self._batches.waiting < self._executor.ahead and (batch := self._batch()):
            self._batches.submit(batch)
        reports = list(self._batches.reports()) if self._batches.waiting else []
        for report in reports:
            self._take_in(report)
        return reports

    def is_over(self, straight: Cell) -> bool:
        """Whether a setting that was begun is over: its undisturbed cell, and its sweep."""
        return straight not in self._ahead

    def _read_ahead(self) -> None:
        more = list(islice(self._plan, min(_READ, _HELD - len(self._straight))))
        if more:
            self._straight += more
            self._planned(len(more), len(more))

    def _batch(self) -> list[Cell]:
        if self._swept:
            return _taken(self._swept)
        if not self._straight:
            self._read_ahead()
        batch = _taken(self._straight)
        self._ahead.update(batch)
        return batch

    def _take_in(self, report: Report) -> None:
        cell = cell_of(report.result)
        straight = cell.straight
        if cell == straight:
            sweep = self._sweep_of(cell, report)
            if sweep:
                self._planned(len(sweep), 0)
            self._swept += sweep
            self._ahead[straight] += len(sweep)
        self._ahead[straight] -= 1
        if not self._ahead[straight]:
            del self._ahead[straight]  # a run may have more settings than there is memory for

    def _sweep_of(self, cell: Cell, report: Report) -> list[Cell]:
        if isinstance(report, Lost) or report.layout is None or report.result.verdict is not Verdict.PASS:
            return []
        scenario = self._catalogue.scenarios[cell.scenario]
        return list(plan.swept_cells(cell, scenario, report.layout, self._request))


def _taken(cells: deque[Cell]) -> list[Cell]:
    """The next batch of these."""
    return [cells.popleft() for _ in range(min(BATCH, len(cells)))]
