"""The engine: plan, run, judge, and tell it all as events, whoever listens.

The undisturbed cells come first for each setting; a passing one leads to its sweep. An undisturbed run
that fails is not swept: its schedules could only repeat the same failure.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from harness.collection import Catalogue
from harness.events import CellFinished, CellResult, CellsPlanned, Event, Listener, RunFinished, RunStarted
from harness.implementation import Implementation
from harness.names import FINDINGS, Verdict
from harness.pki import mint
from harness.run import plan
from harness.run.cell import Cell
from harness.run.isolate import WATCHDOG, Isolation, Lost, Report
from harness.run.known import KnownFailures
from harness.run.plan import Request

_BATCH = 12
_BATCHES_AHEAD = 3


@dataclass
class Engine:
    """One run of a request over a catalogue. Listeners hear of everything, in order.

    implementations: those the request names, already loaded, so that faults in them came out before.
    known: what may fail, by implementation. shield: held while a result is counted and told, so that an
    interruption falls before or after it for everybody.
    """

    catalogue: Catalogue
    folder: Path
    request: Request
    implementations: dict[str, Implementation]
    known: dict[str, KnownFailures]
    listeners: list[Listener] = field(default_factory=list)
    jobs: int = 1
    fail_fast: bool = False
    watchdog: float = WATCHDOG
    shield: Callable[[], AbstractContextManager[object]] = nullcontext
    counts: Counter[str] = field(default_factory=Counter)
    unexpected: int = 0

    def run(self) -> RunFinished:
        """Run everything; Ctrl-C ends it early, with what was computed so far told and kept."""
        facts = {name: each.facts() for name, each in self.implementations.items()}
        request = self.request
        self._tell(RunStarted(facts, request.profile, request.seed, self.catalogue.digest))
        interrupted = None
        try:
            with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
                self._run_in(Isolation(self.folder, mint(keys), self.jobs, self.watchdog))
        except KeyboardInterrupt:
            interrupted = "interrupted"
        stale = [] if interrupted or self.fail_fast else [s for k in self.known.values() for s in k.stale()]
        finished = RunFinished(self.counts.total(), interrupted, tuple(stale), dict(self.counts))
        self._tell(finished)
        return finished

    def _run_in(self, isolation: Isolation) -> None:
        with isolation:
            straight = plan.straight_cells(self.catalogue, self.request)
            queue = _Queue(straight)
            while True:
                while isolation.waiting < self.jobs * _BATCHES_AHEAD and (batch := queue.next_batch()):
                    self._tell(CellsPlanned(len(batch)))
                    isolation.submit(batch)
                if not isolation.waiting:
                    return
                for report in isolation.reports():
                    result = self._take_in(report)
                    queue.swept(self._sweep_of(report, result))
                    if self.fail_fast and self.unexpected:
                        return

    def _take_in(self, report: Report) -> CellResult:
        result = report.result
        known = self.known.get(result.implementation)
        result = known.weigh(result) if known else result
        with self.shield():
            self.counts["known" if result.known else result.verdict.value] += 1
            self.unexpected += not result.known and result.verdict in (*FINDINGS, Verdict.ERROR)
            self._tell(CellFinished(result))
        return result

    def _sweep_of(self, report: Report, result: CellResult) -> Iterator[Cell]:
        if isinstance(report, Lost) or report.layout is None or result.schedule != "straight":
            return iter(())
        if result.verdict is not Verdict.PASS:
            return iter(())
        cell = _cell_of(result)
        scenario = self.catalogue.scenarios[result.scenario]
        return plan.swept_cells(cell, scenario, report.layout, self.request)

    def _tell(self, event: Event) -> None:
        with self.shield():
            for listener in self.listeners:
                listener(event)


class _Queue:
    """Batches of cells: sweeps as soon as they are known, undisturbed cells in between."""

    def __init__(self, straight: Iterable[Cell]) -> None:
        self._straight = iter(straight)
        self._sweeps: list[Iterator[Cell]] = []

    def swept(self, cells: Iterator[Cell]) -> None:
        self._sweeps.append(cells)

    def next_batch(self) -> list[Cell]:
        while self._sweeps:
            batch = list(islice(self._sweeps[0], _BATCH))
            if batch:
                return batch
            self._sweeps.pop(0)
        return list(islice(self._straight, _BATCH))


def _cell_of(result: CellResult) -> Cell:
    return Cell(
        result.scenario,
        result.implementation,
        result.driver,
        result.role,
        result.tls,
        result.peer,
        result.schedule,
        result.seed,
    )
