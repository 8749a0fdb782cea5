"""Cells through the workers and back: undisturbed ones, and the sweep of each that passes.

An undisturbed cell and its sweep are one *setting*. Sweeps go before further undisturbed cells, and only
a few batches are under way at once, so that whoever waits for a setting waits for little else.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from itertools import chain, islice

from harness.collection import Catalogue
from harness.names import Verdict
from harness.run import plan
from harness.run.cell import Cell, cell_of
from harness.run.isolate import Isolation, Lost, Report
from harness.run.plan import Request

_BATCH = 12
_BATCHES_AHEAD = 3


class Flow:
    """What runs in `isolation`; `planned` hears how many cells each batch has before it is submitted.

    An undisturbed run that fails is not swept: its schedules could only repeat the same failure.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        request: Request,
        isolation: Isolation,
        planned: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._catalogue = catalogue
        self._request = request
        self._isolation = isolation
        self._planned = planned
        self._straight: Iterable[Cell] = iter(())
        self._swept: deque[Cell] = deque()
        self._ahead: Counter[Cell] = Counter()

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells to be run behind those that were added before."""
        self._straight = chain(self._straight, straight)

    def advance(self) -> list[Report]:
        """Wait until some cells are over: what became of them. Nothing when everything is."""
        while self._isolation.waiting < self._isolation.jobs * _BATCHES_AHEAD and (batch := self._batch()):
            self._planned(len(batch))
            self._isolation.submit(batch)
        reports = list(self._isolation.reports()) if self._isolation.waiting else []
        for report in reports:
            self._take_in(report)
        return reports

    def is_over(self, straight: Cell) -> bool:
        """Whether a setting that was begun is over: its undisturbed cell, and its sweep."""
        return not self._ahead[straight]

    def _batch(self) -> list[Cell]:
        if self._swept:
            return [self._swept.popleft() for _ in range(min(_BATCH, len(self._swept)))]
        batch = list(islice(self._straight, _BATCH))
        self._ahead.update(batch)
        return batch

    def _take_in(self, report: Report) -> None:
        cell = cell_of(report.result)
        if cell.schedule == "straight":
            sweep = self._sweep_of(cell, report)
            self._swept += sweep
            self._ahead[cell] += len(sweep)
        self._ahead[cell.straight] -= 1

    def _sweep_of(self, cell: Cell, report: Report) -> list[Cell]:
        if isinstance(report, Lost) or report.layout is None or report.result.verdict is not Verdict.PASS:
            return []
        scenario = self._catalogue.scenarios[cell.scenario]
        return list(plan.swept_cells(cell, scenario, report.layout, self._request))
