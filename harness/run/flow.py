"""Cells through the workers and back: undisturbed ones, and the sweep of each that passes.

An undisturbed cell and its sweep are one *setting*. The agenda says what is next; only a few batches are
under way at once, so that whoever waits for a setting waits for little else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from harness.collection import Catalogue
from harness.names import Verdict
from harness.run import plan
from harness.run.agenda import Agenda
from harness.run.cell import Cell, cell_of
from harness.run.isolate import Isolation, Lost, Report
from harness.run.plan import Request
from harness.run.worker import Outcome

_BATCH = 12
_BATCHES_AHEAD = 3


class Flow:
    """What runs in `isolation`; `planned` hears how many cells each batch has before it is submitted.

    An undisturbed run that fails is not swept: its schedules could only repeat the same failure. What the
    agenda has done already is neither planned nor reported, even where it has to be run again.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        request: Request,
        isolation: Isolation,
        planned: Callable[[int], None] = lambda _: None,
        agenda: Agenda | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._request = request
        self._isolation = isolation
        self._planned = planned
        self._agenda = agenda or Agenda()
        self._ahead: Counter[Cell] = Counter()

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells to be run behind those that were added before."""
        self._agenda.add(straight)

    def advance(self) -> list[Report]:
        """Wait until some cells are over: what became of them. Nothing when everything is."""
        while True:
            self._submit()
            if not self._isolation.waiting:
                return []
            if fresh := [each for each in map(self._take_in, self._isolation.reports()) if each is not None]:
                return fresh

    def _submit(self) -> None:
        while self._isolation.waiting < self._isolation.jobs * _BATCHES_AHEAD and (batch := self._batch()):
            self._planned(sum(cell not in self._agenda.done for cell in batch))
            self._isolation.submit(batch)

    def is_over(self, straight: Cell) -> bool:
        """Whether a setting that was begun is over: its undisturbed cell, and its sweep."""
        return not self._ahead[straight]

    def _batch(self) -> list[Cell]:
        batch = self._agenda.take(_BATCH)
        self._ahead.update(cell for cell in batch if cell.schedule == "straight")
        return batch

    def _take_in(self, report: Report) -> Report | None:
        """The report with the size of the sweep it leads to; None of a cell that was done already."""
        cell = cell_of(report.result)
        if cell.schedule == "straight" and not isinstance(report, Lost):
            sweep = self._sweep_of(cell, report)
            self._ahead[cell] += self._agenda.follow(sweep)
            report = replace(report, result=replace(report.result, sweep=len(sweep)))
        self._ahead[cell.straight] -= 1
        return None if cell in self._agenda.done else report

    def _sweep_of(self, cell: Cell, report: Outcome) -> list[Cell]:
        if report.layout is None or report.result.verdict is not Verdict.PASS:
            return []
        scenario = self._catalogue.scenarios[cell.scenario]
        return list(plan.swept_cells(cell, scenario, report.layout, self._request))
