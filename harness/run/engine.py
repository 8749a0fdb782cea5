"""The engine: plan, run, judge, and tell it all as events, whoever listens."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from harness.collection import Catalogue
from harness.events import CellFinished, CellsPlanned, Event, Listener, RunFinished, RunStarted
from harness.implementation import Implementation
from harness.names import FINDINGS, Verdict
from harness.pki import Pki, mint
from harness.run import plan
from harness.run.executor import CutOff, Executor, Report
from harness.run.flow import Flow
from harness.run.here import InProcess
from harness.run.isolate import WATCHDOG, Isolation
from harness.run.known import KnownFailures
from harness.run.plan import Request
from harness.run.unused import unused
from harness.run.worker import Bench


@dataclass
class Engine:
    """One run of a request over a catalogue. Listeners hear of everything, in order.

    implementations: those the request names, already loaded, so that faults in them came out before.
    known: what may fail, by implementation. jobs: worker processes, 0 for none: the cells run in this one.
    executor: makes another place to run them in, given the keys. shield: held while a result is counted and
    told, so that an interruption falls before or after it for everybody.
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
    executor: Callable[[Pki], Executor] | None = None
    shield: Callable[[], AbstractContextManager[object]] = nullcontext
    counts: Counter[str] = field(default_factory=Counter)
    unexpected: int = 0

    def run(self) -> RunFinished:
        """Run everything; Ctrl-C ends it early, with what was computed so far told and kept.

        Raises `CutOff` behind the last event when the place the cells run in is gone.
        """
        facts = {name: each.facts() for name, each in self.implementations.items()}
        request = self.request
        self._tell(RunStarted(facts, request.profile, request.seed, self.catalogue.digest))
        interrupted = None
        try:
            with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
                self._run_in(self._executor(mint(keys)))
        except KeyboardInterrupt:
            interrupted = "interrupted"
        except CutOff as error:
            self._finish(f"cut off ({error})")
            kept = f"the {self.counts.total()} cells before are kept"
            raise CutOff(f"{error}; {kept}") from error
        return self._finish(interrupted)

    def _finish(self, interrupted: str | None) -> RunFinished:
        stale = () if interrupted or self.fail_fast else tuple(self._stale())
        finished = RunFinished(self.counts.total(), interrupted, stale, dict(self.counts))
        self._tell(finished)
        return finished

    def _stale(self) -> Iterator[str]:
        """A sentence for each known failure that is stale or unused."""
        for name, known in self.known.items():
            yield from known.stale()
            yield from unused(known.entries, self.catalogue, name)

    def _executor(self, pki: Pki) -> Executor:
        if self.executor is not None:
            return self.executor(pki)
        if not self.jobs:
            return InProcess(Bench(self.catalogue, pki))
        return Isolation(self.folder, pki, self.jobs, self.watchdog)

    def _run_in(self, executor: Executor) -> None:
        with executor:
            flow = Flow(self.catalogue, self.request, executor, self._plan)
            flow.add(plan.straight_cells(self.catalogue, self.request))
            while reports := flow.advance():
                for report in reports:
                    self._take_in(report)
                    if self.fail_fast and self.unexpected:
                        return

    def _take_in(self, report: Report) -> None:
        result = report.result
        known = self.known.get(result.implementation)
        result = known.weigh(result) if known else result
        with self.shield():
            self.counts["known" if result.known else result.verdict.value] += 1
            self.unexpected += not result.known and result.verdict in (*FINDINGS, Verdict.ERROR)
            self._tell(CellFinished(result))

    def _plan(self, cells: int, settings: int) -> None:
        self._tell(CellsPlanned(cells, settings))

    def _tell(self, event: Event) -> None:
        with self.shield():
            for listener in self.listeners:
                listener(event)
