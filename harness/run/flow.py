"""Cells through an executor and back: undisturbed ones, and the sweep of each that passes.

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
from harness.run.executor import BATCH, Batches, Executor, Lost, Report
from harness.run.plan import Request
from harness.run.worker import Outcome


class Flow:
    """What runs in `executor`; `planned` hears how many cells and how many settings more are ahead.

    An undisturbed run that fails is not swept: its schedules could only repeat the same failure. What the
    agenda has done already is neither planned nor reported, even where it has to be run again.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        request: Request,
        executor: Executor,
        planned: Callable[[int, int], None] = lambda _cells, _settings: None,
        agenda: Agenda | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._request = request
        self._executor = executor
        self._batches = Batches(executor)
        self._planned = planned
        self._agenda = agenda or Agenda()
        self._ahead: Counter[Cell] = Counter()

    def add(self, straight: Iterable[Cell]) -> None:
        """Undisturbed cells to be run behind those that were added before."""
        self._agenda.add(straight)

    def advance(self) -> list[Report]:
        """Wait until some cells are over: what became of them. Nothing when everything is."""
        while True:
            self._read_ahead()
            while self._batches.waiting < self._executor.ahead and (batch := self._batch()):
                self._batches.submit(batch)
            if not self._batches.waiting:
                return []
            if fresh := [each for each in map(self._take_in, self._batches.reports()) if each is not None]:
                return fresh

    def is_over(self, straight: Cell) -> bool:
        """Whether a setting that was begun is over: its undisturbed cell, and its sweep."""
        return straight not in self._ahead

    def _read_ahead(self) -> bool:
        """Have the agenda read more of the plan; whether there was more."""
        more = self._agenda.read_ahead()
        if fresh := sum(cell not in self._agenda.done for cell in more):
            self._planned(fresh, fresh)
        return bool(more)

    def _batch(self) -> list[Cell]:
        batch = self._agenda.take(BATCH)
        if not batch and self._read_ahead():
            batch = self._agenda.take(BATCH)
        self._ahead.update(cell for cell in batch if cell == cell.straight)
        return batch

    def _take_in(self, report: Report) -> Report | None:
        """The report with the size of the sweep it leads to; None of a cell that was done already."""
        cell = cell_of(report.result)
        straight = cell.straight
        if cell == straight and not isinstance(report, Lost):
            sweep = self._sweep_of(cell, report)
            if ahead := self._agenda.follow(sweep):
                self._planned(ahead, 0)
            self._ahead[straight] += ahead
            report = replace(report, result=replace(report.result, sweep=len(sweep)))
        self._ahead[straight] -= 1
        if not self._ahead[straight]:
            del self._ahead[straight]  # a run may have more settings than there is memory for
        return None if cell in self._agenda.done else report

    def _sweep_of(self, cell: Cell, report: Outcome) -> list[Cell]:
        if report.layout is None or report.result.verdict is not Verdict.PASS:
            return []
        scenario = self._catalogue.scenarios[cell.scenario]
        return list(plan.swept_cells(cell, scenario, report.layout, self._request))
