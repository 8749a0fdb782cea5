"""Worker processes: a subject that crashes, hangs or eats memory costs its own cell, never the run.

Cells travel in batches, so that those of one setting share its undisturbed run. A worker writes each
result to the batch's own file as it comes; when a worker dies or overstays, the next cell of the batch
is the culprit and the rest goes on in another worker. The watchdog here is the only clock with a say,
and it is for real hangs alone: a conversation that merely waits is found out by logic.
"""

from __future__ import annotations

import fcntl
import gc
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Self

from pebble import ProcessExpired, ProcessPool

from harness.collection import collect
from harness.errors import UsageError
from harness.implementation import load
from harness.names import Verdict
from harness.oracle import Ending
from harness.pki import Pki
from harness.run.cell import Cell
from harness.run.executor import Lost, Report
from harness.run.worker import Bench, Develop, Outcome

#: Seconds without a sign of life after which a batch's current cell counts as hung.
WATCHDOG = 20.0
#: So many times as long has a cell whose bytes still moved then: it was starved, or has much to move.
_PATIENCE = 10
#: Address space a worker may use, in bytes.
MEMORY = 2 << 30
_PRELOAD = ["harness.run.worker", "harness.peers.tlslite", "harness.peers.honest", "harness.drivers.registry"]
#: A worker is made anew after so many batches, lest a subject's leaks add up; making one costs 0.3 s.
_BATCHES_PER_WORKER = 1000
#: Allocations between two collections: a cell leaves few cycles, and a long transcript is no garbage.
_ALLOCATIONS = 10_000
_BATCHES_AHEAD = 3
#: How many undisturbed cells' endings travel with their sweeps, none with more bytes than these.
_ENDINGS_KEPT = 256
_LONGEST_KEPT = 16 << 10
#: What a process says that ends by an interrupt.
_INTERRUPTED = 130


@dataclass
class _Batch:
    """A batch on its way: cells that are still to run, and where their worker writes what came.

    patience: how many times the usual time it has.
    """

    cells: list[Cell]
    file: Path
    patience: int = 1
    promise: Future[list[Report]] = field(default_factory=Future)
    reports: list[Report] = field(default_factory=list)


@dataclass
class Isolation:
    """An executor: `jobs` worker processes for the catalogue in `folder`, with keys in `pki`.

    What became of a cell comes with what `develop` (a function of a module) made of it. As a context manager
    it stops the workers on the way out.
    """

    folder: Path
    pki: Pki
    jobs: int
    watchdog: float = WATCHDOG
    develop: Develop | None = None
    _pool: ProcessPool = field(init=False)
    _scratch: tempfile.TemporaryDirectory[str] = field(init=False)
    _numbers: Iterator[int] = field(default_factory=count)
    _endings: OrderedDict[Cell, Ending] = field(default_factory=OrderedDict)

    def __enter__(self) -> Self:
        context = _context()
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
    def ahead(self) -> int:
        """So many batches that no worker waits for the next one."""
        return self.jobs * _BATCHES_AHEAD

    def submit(self, cells: Sequence[Cell]) -> Future[list[Report]]:
        """Have a batch of cells run; all of them are in what comes, in order.

        But where one hung or took its process along, what comes ends with it: that is told at once, though
        the next might take as long.
        """
        batch = _Batch(list(cells), Path(self._scratch.name) / f"batch-{next(self._numbers)}")
        self._start(batch)
        return batch.promise

    def why_missing(self, implementation: str) -> str | None:
        """Why the workers cannot load an implementation, in a sentence; None when they can."""
        future = self._pool.schedule(_why_missing, args=(implementation,), timeout=self.watchdog)
        try:
            return future.result()
        except TimeoutError:
            return f"implementation {implementation}: no sign of life for {self.watchdog:g} s on import"
        except ProcessExpired as error:
            return f"implementation {implementation}: its import ends the process: {_manner(error.exitcode)}"

    def _start(self, batch: _Batch) -> None:
        told = {straight: self._endings.get(straight) for straight in {cell.straight for cell in batch.cells}}
        endings = {straight: ending for straight, ending in told.items() if ending is not None}
        work = batch.cells, batch.file, endings
        future = self._pool.schedule(_run_batch, args=work, timeout=self.watchdog * batch.patience)
        future.add_done_callback(partial(self._collect, batch))

    def _collect(self, batch: _Batch, future: Future[int]) -> None:
        """Take in what came of a batch and keep the promise, or send it on its way again."""
        try:
            try:
                done = whole(batch, future.result())
                batch.reports += map(self._remember, batch.cells, done)
                del batch.cells[: len(done)]
            except TimeoutError:
                outwait(batch, self.watchdog)
            except ProcessExpired as error:
                bereave(batch, "crash", f"the process ended: {_manner(error.exitcode)}")
            batch.file.unlink(missing_ok=True)
            if batch.reports:
                batch.promise.set_result(batch.reports)
            else:
                self._start(batch)
        except BaseException as error:  # noqa: BLE001 -- whoever waits is told, whatever it is
            batch.promise.set_exception(error)

    def _remember(self, cell: Cell, outcome: Outcome) -> Outcome:
        """Keep how an undisturbed cell ended, for its sweep, whichever worker it goes to."""
        if outcome.ending is None:
            return outcome
        if sum(len(read) for _, read in outcome.ending.plaintext) <= _LONGEST_KEPT:
            self._endings[cell] = outcome.ending
            if len(self._endings) > _ENDINGS_KEPT:
                self._endings.popitem(last=False)
        return replace(outcome, ending=None)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    return context


def start_ahead() -> None:
    """Start what workers are forked from, while this process has other things to do; safe to call twice."""
    _context()
    ensure_running()


def whole(batch: _Batch, tried: int) -> list[Outcome]:
    """What a worker wrote of the cells it has tried. Raises `UsageError` where that is not all there."""
    done = list(_read_outcomes(batch.file))
    if len(done) < tried:
        told = f"{len(done)} of {tried} cells"
        raise UsageError(f"somebody removed what a worker had written to {batch.file}: {told} are left")
    return done


def outwait(batch: _Batch, watchdog: float) -> None:
    """A batch's time has run out: the cell it was at has hung, or is given more where bytes still moved."""
    sign = batch.file.stat().st_mtime if batch.file.exists() else 0.0
    if batch.patience > 1:
        bereave(batch, "hang", f"no end within {watchdog * batch.patience:g} s")
        batch.patience = 1
    elif time.time() - sign < watchdog / 2 and not any(_read_outcomes(batch.file)):
        batch.patience = _PATIENCE
    else:
        bereave(batch, "hang", f"no sign of life for {watchdog:g} s")


def bereave(batch: _Batch, how: str, told: str) -> None:
    """Keep what a batch had done when its process was lost, and blame the cell it was at."""
    done = list(_read_outcomes(batch.file))
    batch.reports += done
    del batch.cells[: len(done)]
    # The time that ran out was that of the cells before it too: a cell has all of it before it is blamed.
    if batch.cells and not (how == "hang" and done):
        batch.reports.append(Lost(batch.cells.pop(0), how, told))


# -- in the worker process ---------------------------------------------------------------------------

_bench: Bench | None = None


def _prepare(folder: str, pki: Pki, path: tuple[str, ...], develop: Develop | None) -> None:
    """Set up a worker: it ignores Ctrl-C (the parent stops it) and may not eat all memory."""
    global _bench  # noqa: PLW0603 -- a worker process has one bench, made when it starts
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path[:] = path
    sys.unraisablehook = lambda _: None  # what a scenario's callback raises goes there; it is no news
    _bench = Bench(collect(Path(folder), linted=True), pki, reveals=develop is not None, develop=develop)
    gc.set_threshold(_ALLOCATIONS)
    gc.freeze()  # the catalogue lives as long as the worker: no collection need look at it again


def _die_with_parent() -> None:
    """Have the kernel end this process when the one it works for is gone, even if a subject hangs in it."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    pipe = parent.sentinel  # at its end of file when the parent is gone
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os._exit(_INTERRUPTED)


def _run_batch(cells: list[Cell], file: Path, endings: dict[Cell, Ending]) -> int:
    """Try cells, and say how many: those behind one that hung in another process are left."""
    assert _bench is not None
    for straight, ending in endings.items():
        _bench.remember(straight, ending)
    with file.open("wb", buffering=0) as stream:
        _bench.moves = partial(os.utime, stream.fileno())
        out = pickle.Pickler(stream)  # one for all, which says but once what the cells of a batch share
        for tried, cell in enumerate(cells, 1):
            try:
                outcome = _bench.run(cell)
            except KeyboardInterrupt:  # Ctrl-C is ignored here, so it is the subject's own
                os._exit(_INTERRUPTED)
            out.dump(outcome)
            if outcome.result.verdict is Verdict.HANG:
                return tried
    return len(cells)


def _why_missing(implementation: str) -> str | None:
    assert _bench is not None
    try:
        if implementation not in _bench.implementations:
            _bench.implementations[implementation] = load(implementation)
    except UsageError as error:
        return str(error)
    return None


def _read_outcomes(file: Path) -> Iterator[Outcome]:
    if not file.exists():
        return
    with file.open("rb") as stream:
        written = pickle.Unpickler(stream)
        while True:
            try:
                yield written.load()
            except (EOFError, pickle.UnpicklingError):
                return


def _manner(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"killed by {signal.Signals(-exitcode).name}"
    return f"exit code {exitcode}"
