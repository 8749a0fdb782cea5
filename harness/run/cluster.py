"""Cells on a Dask cluster: batches go to its workers as tasks, and their answers come back as futures do.

Dask moves tasks away from workers that are lost. What it cannot know is done here: a batch that a worker
could not run goes to one that has not said so, and a batch that takes workers down is taken apart.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

from distributed import Client, KilledWorker
from distributed import Future as Task

from harness.errors import UsageError
from harness.events import CellResult
from harness.names import Verdict
from harness.pki import Pki
from harness.run import room
from harness.run.cell import Cell, cell_of
from harness.run.executor import CutOff, Lost, Report
from harness.run.room import Answer, Commission
from harness.run.worker import Outcome

_BATCHES_PER_THREAD = 3


@dataclass
class _Batch:
    """A batch on its way: how many cells it has, what is promised of it, and what has come."""

    size: int
    promise: Future[list[Report]] = field(default_factory=Future)
    reports: list[Report] = field(default_factory=list)
    tasks: set[Task] = field(default_factory=set)  # Dask forgets a task that nobody holds

    def add(self, reports: Sequence[Report]) -> None:
        self.reports += reports
        if len(self.reports) == self.size:
            self.promise.set_result(self.reports)


class Cluster:
    """An executor on the workers of the Dask scheduler at `address`, for a commission.

    Entering it raises `UsageError` when nothing answers there, or it has no workers.
    """

    def __init__(self, address: str, commission: Commission) -> None:
        self._address = address
        self._commission = commission
        self._unfit: dict[str, str] = {}
        self._missing: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Self:
        self._client = _connected(self._address)
        try:
            self._given = self._client.submit(room.given, self._commission, pure=False)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        if self._client.status == "running":
            self._client.run(room.leave, self._commission.run, on_error="ignore")
        self._client.close()

    @property
    def ahead(self) -> int:
        """So many batches that no thread of a worker waits for the next one, as the cluster is now."""
        return max(1, sum(self._threads().values())) * _BATCHES_PER_THREAD

    def submit(self, cells: Sequence[Cell]) -> Future[list[Report]]:
        """Have a batch run by some worker."""
        batch = _Batch(len(cells))
        self._send(batch, cells)
        return batch.promise

    def _send(self, batch: _Batch, cells: Sequence[Cell]) -> None:
        """Have some cells of a batch run by a worker that has not said it cannot."""
        workers = self._threads() if self._unfit or self._missing else {}
        able = [worker for worker in workers if worker not in self._unfit]
        if workers and not able:
            worker, why = next(iter(self._unfit.items()))
            raise CutOff(f"no worker of {self._address} can run this: {worker}: {why}")
        nowhere = {name for name, those in self._missing.items() if able and those.keys() >= set(able)}
        batch.add([self._unavailable(cell) for cell in cells if cell.implementation in nowhere])
        cells = [cell for cell in cells if cell.implementation not in nowhere]
        if not cells:
            return
        refusing = self._missing.get(cells[0].implementation, {})
        willing = [worker for worker in able if worker not in refusing]
        narrowed = {"workers": willing, "allow_other_workers": True} if willing != [*workers] else {}
        task = self._client.submit(room.run_batch, self._given, cells, pure=False, **narrowed)
        batch.tasks.add(task)
        task.add_done_callback(partial(self._take_in, batch, cells))

    def _take_in(self, batch: _Batch, cells: Sequence[Cell], task: Task) -> None:
        """Take in what came of cells of a batch. Dask calls this from one thread."""
        batch.tasks.discard(task)
        try:
            self._settle(batch, cells, task)
        except BaseException as error:  # noqa: BLE001 -- whoever waits is told, whatever it is
            if not batch.promise.done():
                batch.promise.set_exception(error)

    def _settle(self, batch: _Batch, cells: Sequence[Cell], task: Task) -> None:
        try:
            answer: Answer = task.result()
        except KilledWorker as error:
            self._take_apart(batch, cells, error)
            return
        except CancelledError:
            raise CutOff(f"the Dask scheduler at {self._address} is gone") from None
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            raise CutOff(f"a worker of {self._address} cannot run this: {told}") from error
        if answer.unfit is not None:
            self._unfit[answer.worker] = answer.unfit
        for name, why in answer.missing.items():
            self._missing.setdefault(name, {})[answer.worker] = why
        batch.add(answer.reports)
        done = {cell_of(report.result) for report in answer.reports}
        if rest := [cell for cell in cells if cell not in done]:
            self._send(batch, rest)

    def _take_apart(self, batch: _Batch, cells: Sequence[Cell], error: KilledWorker) -> None:
        """Find out which cell of a batch it is that takes whole workers down."""
        if len(cells) == 1:
            told = f"{error.allowed_failures + 1} Dask workers ended while they ran it"
            batch.add([Lost(cells[0], "crash", told)])
            return
        for cell in cells:
            self._send(batch, [cell])

    def _threads(self) -> dict[str, int]:
        """The workers there are, and how many threads each has."""
        try:
            found: dict[str, int] = self._client.nthreads()
        except (OSError, AttributeError, RuntimeError, ValueError):  # what a client says that was cut off
            raise CutOff(f"the Dask scheduler at {self._address} is gone") from None
        return found

    def _unavailable(self, cell: Cell) -> Outcome:
        why = next(iter(self._missing[cell.implementation].values()))
        told = f"no worker of the cluster has it: {why}"
        result = CellResult(
            cell=cell.name, requirements=(), verdict=Verdict.UNSUPPORTED, reason=told, **vars(cell)
        )
        return Outcome(result)


def cluster(address: str, catalogue: str | None, digest: str, pki: Pki, watchdog: float) -> Cluster:
    """A cluster for a run over a catalogue (None for the house's own) with the keys in `pki`."""
    keys = {file.name: file.read_bytes() for file in Path(pki.folder).iterdir()}
    return Cluster(address, Commission(catalogue, digest, keys, watchdog))


def _connected(address: str) -> Any:
    """A client of the scheduler, which has workers. Raises `UsageError`."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":  # what goes wrong there is told here, in one sentence
            logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: those that matter here are asked for
            client = Client(address, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {' '.join(str(error).split())}") from error
    try:
        client.wait_for_workers(1, timeout=client._timeout)  # noqa: SLF001 -- the user's own, by Dask's settings
    except TimeoutError:
        client.close()
        raise UsageError(f"the Dask scheduler at {address} has no workers") from None
    return client
