"""Worker processes: a subject that crashes, hangs or eats memory costs its own cell, never the run.

Cells travel in batches, so that those of one setting share its undisturbed run. A worker writes each
result to the batch's own file as it comes; when a worker dies or overstays, the next cell of the batch
is the culprit and the rest goes on in another worker. The watchdog here is the only clock with a say,
and it is for real hangs alone: a conversation that merely waits is found out by logic.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pebble import ProcessExpired, ProcessPool

from harness.collection import collect
from harness.events import CellResult
from harness.names import Verdict
from harness.pki import Pki
from harness.run.cell import Cell
from harness.run.worker import Bench, Develop, Outcome

#: Seconds without a sign of life after which a batch's current cell counts as hung.
WATCHDOG = 20.0
#: Address space a worker may use, in bytes.
MEMORY = 2 << 30
_PRELOAD = ["harness.run.worker", "harness.peers.tlslite", "harness.peers.honest", "harness.drivers.registry"]
#: A worker is made anew after so many batches, lest a subject's leaks add up; making one costs 0.3 s.
_BATCHES_PER_WORKER = 1000
#: Allocations between two collections: a cell leaves few cycles, and a long transcript is no garbage.
_ALLOCATIONS = 10_000
#: What a process says that ends by an interrupt.
_INTERRUPTED = 130


@dataclass(frozen=True)
class Lost:
    """A cell whose process did not come back: `how` is "crash" or "hang", `told` says what was seen."""

    cell: Cell
    how: str
    told: str

    @property
    def result(self) -> CellResult:
        """What the cell came to."""
        return CellResult(
            cell=self.cell.name,
            requirements=(),
            verdict=Verdict(self.how),
            requirement="harness:bounded",
            reason=self.told,
            origin=f"any: {self.how}: {self.told}",
            came=self.how,
            **vars(self.cell),
        )


Report = Outcome | Lost


@dataclass
class _Batch:
    cells: list[Cell]
    file: Path


@dataclass
class Isolation:
    """A pool of `jobs` worker processes for the catalogue in `folder`, with keys in `pki`.

    `submit` takes batches, `reports` yields what became of their cells, with what `develop` (a function of a
    module) made of each. As a context manager it stops the workers on the way out.
    """

    folder: Path
    pki: Pki
    jobs: int
    watchdog: float = WATCHDOG
    develop: Develop | None = None
    _pool: ProcessPool = field(init=False)
    _scratch: tempfile.TemporaryDirectory[str] = field(init=False)
    _pending: dict[Future[list[Outcome]], _Batch] = field(default_factory=dict)
    _number: int = 0

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOAD)
        self._scratch = tempfile.TemporaryDirectory(prefix="tls-harness-")
        self._pool = ProcessPool(
            max_workers=self.jobs,
            max_tasks=_BATCHES_PER_WORKER,
            initializer=_prepare,
            initargs=(str(self.folder), self.pki, tuple(sys.path), self.develop),
            context=context,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no annotations there
        self._pool.join()
        self._scratch.cleanup()

    @property
    def waiting(self) -> int:
        """How many batches are under way."""
        return len(self._pending)

    def submit(self, cells: Sequence[Cell]) -> None:
        """Have a batch of cells run."""
        self._number += 1
        file = Path(self._scratch.name) / f"batch-{self._number}"
        batch = _Batch(list(cells), file)
        future = self._pool.schedule(_run_batch, args=(batch.cells, file), timeout=self.watchdog)
        self._pending[future] = batch

    def reports(self) -> Iterator[Report]:
        """Wait until some batch is over and yield what became of its cells, in order."""
        finished, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        for future in finished:
            yield from self._collect(future, self._pending.pop(future))

    def _collect(self, future: Future[list[Outcome]], batch: _Batch) -> Iterator[Report]:
        try:
            yield from future.result()
            batch.file.unlink(missing_ok=True)
        except TimeoutError:
            yield from self._bereaved(batch, "hang", f"no sign of life for {self.watchdog:g} s")
        except ProcessExpired as error:
            yield from self._bereaved(batch, "crash", f"the process ended: {_manner(error.exitcode)}")

    def _bereaved(self, batch: _Batch, how: str, told: str) -> Iterator[Report]:
        """Keep what the batch had done, blame the cell it was at, and send the rest on its way again."""
        done = list(_read_outcomes(batch.file))
        yield from done
        rest = batch.cells[len(done) :]
        # The time that ran out was that of the cells before it too: a cell has all of it before it is blamed.
        if rest and not (how == "hang" and done):
            yield Lost(rest.pop(0), how, told)
        if rest:
            self.submit(rest)


# -- in the worker process ---------------------------------------------------------------------------

_bench: Bench | None = None


def _prepare(folder: str, pki: Pki, path: tuple[str, ...], develop: Develop | None) -> None:
    """Set up a worker: it ignores Ctrl-C (the parent stops it) and may not eat all memory."""
    global _bench  # noqa: PLW0603 -- a worker process has one bench, made when it starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path[:] = path
    sys.unraisablehook = lambda _: None  # what a scenario's callback raises goes there; it is no news
    _bench = Bench(collect(Path(folder), linted=True), pki, reveals=develop is not None, develop=develop)
    gc.set_threshold(_ALLOCATIONS)
    gc.freeze()  # the catalogue lives as long as the worker: no collection need look at it again


def _run_batch(cells: list[Cell], file: Path) -> list[Outcome]:
    assert _bench is not None
    outcomes = []
    with file.open("wb", buffering=0) as stream:
        for cell in cells:
            try:
                outcome = _bench.run(cell)
            except KeyboardInterrupt:  # Ctrl-C is ignored here, so it is the subject's own
                os._exit(_INTERRUPTED)
            stream.write(pickle.dumps(outcome))
            outcomes.append(outcome)
    return outcomes


def _read_outcomes(file: Path) -> Iterator[Outcome]:
    if not file.exists():
        return
    with file.open("rb") as stream:
        while True:
            try:
                yield pickle.load(stream)
            except (EOFError, pickle.UnpicklingError):
                return


def _manner(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"killed by {signal.Signals(-exitcode).name}"
    return f"exit code {exitcode}"
