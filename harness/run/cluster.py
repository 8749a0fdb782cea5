"""Cells on a Dask cluster: batches go to its workers as tasks, and their answers come back as futures do.

Dask moves tasks away from workers that are lost. What it cannot know is done here: a batch that a worker
could not run goes to one that has not said so, and a batch that takes whole workers down is taken apart.
"""

from __future__ import annotations

import logging
import warnings
from collections import deque
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Self

import dask
from dask.utils import parse_timedelta
from distributed import Client, KilledWorker, __version__
from distributed import Future as Task
from distributed.comm import get_address_host_port
from tornado.ioloop import PeriodicCallback

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
#: So many looks in a row that find no worker, and nobody waits for one any more: a nanny has had time.
_LOOKS = 2
#: How often whoever waits for an answer looks whether it is wanted still, in seconds.
_GLANCE = 1.0


@dataclass(eq=False)
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

    def fail(self, error: Exception) -> None:
        if not self.promise.done():
            self.promise.set_exception(error)


class Cluster:
    """An executor on the workers of a scheduler; leaving it closes the client."""

    def __init__(self, client: Client, commission: Commission) -> None:
        self._client = client
        self._address = client.scheduler.address
        self._commission = commission
        self._given = client.submit(room.given, commission, pure=False)
        self._unfit: dict[str, str] = {}
        self._missing: dict[str, dict[str, str]] = {}
        self._suspects: deque[tuple[_Batch, Cell]] = deque()
        self._suspect: Task | None = None
        self._lock = Lock()  # answers are taken in by a thread of Dask's
        self._under_way: set[_Batch] = set()
        self._lonely = 0
        self._leaving = False
        self._attendance = PeriodicCallback(self._look_around, 1000 * _patience())

    def __enter__(self) -> Self:
        self._client.loop.add_callback(self._attendance.start)
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.loop.add_callback(self._attendance.stop)
        self._leaving = True
        with suppress(OSError):  # what came is safe, and Dask lets go of those who do not answer
            if self._client.status == "running":
                self._client.run(room.leave, self._commission.run, on_error="ignore")
        with self._lock, suppress(OSError):  # nobody asks Dask anything while its loop stops
            self._client.close()

    @property
    def ahead(self) -> int:
        """So many batches that no thread of a worker waits for the next one, as the cluster is now."""
        return max(1, sum(self._threads().values())) * _BATCHES_PER_THREAD

    def submit(self, cells: Sequence[Cell]) -> Future[list[Report]]:
        """Have a batch run by some worker."""
        batch = _Batch(len(cells))
        self._under_way.add(batch)
        batch.promise.add_done_callback(lambda _promise: self._under_way.discard(batch))
        with self._lock:
            self._send(batch, cells)
        return batch.promise

    async def _look_around(self) -> None:
        """Fail what is under way where the workers are gone: Dask itself waits for others, for ever."""
        with suppress(OSError):  # a scheduler that is gone is told of by every task
            there = await self._client.scheduler.ncores()
            self._lonely = 0 if there else self._lonely + 1
        if self._lonely >= _LOOKS:
            for batch in tuple(self._under_way):
                batch.fail(CutOff(f"the Dask scheduler at {self._address} has no workers any more"))

    def _send(self, batch: _Batch, cells: Sequence[Cell]) -> Task | None:
        """Have some cells of a batch run by a worker that has not said it cannot, if there is one."""
        workers = self._threads() if self._unfit or self._missing else {}
        able = [worker for worker in workers if worker not in self._unfit]
        if workers and not able:
            worker, why = next(iter(self._unfit.items()))
            raise CutOff(f"no worker of {self._address} can run this: {worker}: {why}")
        nowhere = {name for name, those in self._missing.items() if able and those.keys() >= set(able)}
        batch.add([self._unavailable(cell) for cell in cells if cell.implementation in nowhere])
        cells = [cell for cell in cells if cell.implementation not in nowhere]
        if not cells:
            return None
        refusing = self._missing.get(cells[0].implementation, {})
        willing = [worker for worker in able if worker not in refusing]
        narrowed = {"workers": willing, "allow_other_workers": True} if willing != [*workers] else {}
        task = self._client.submit(room.run_batch, self._given, cells, pure=False, **narrowed)
        batch.tasks.add(task)
        task.add_done_callback(partial(self._take_in, batch, cells))
        return task

    def _take_in(self, batch: _Batch, cells: Sequence[Cell], task: Task) -> None:
        """Take in what came of cells of a batch; whoever waits for it is told of any failure."""
        batch.tasks.discard(task)
        with self._lock:
            try:
                self._settle(batch, cells, task)
            except Exception as error:  # noqa: BLE001 -- it is raised where the batch is waited for
                batch.fail(error)
            if task is self._suspect:
                self._suspect = None
            self._try_suspects()

    def _settle(self, batch: _Batch, cells: Sequence[Cell], task: Task) -> None:
        try:
            answer = self._answer_of(task)
        except KilledWorker as error:
            if task is self._suspect:
                times = error.allowed_failures + 1
                told = f"its Dask worker ended, {times} out of {times} times"
                batch.add([Lost(cells[0], "crash", told)])
            else:
                self._suspects += [(batch, cell) for cell in cells]
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

    def _answer_of(self, task: Task) -> Answer:
        """What a task gave; waiting ends with the client, since its worker may be gone with the answer."""
        while self._client.status == "running" and not self._leaving:
            try:
                answer: Answer = task.result(timeout=_GLANCE)
            except TimeoutError:
                if task.status == "error":  # it is the task's own
                    raise
            else:
                return answer
        raise CancelledError

    def _try_suspects(self) -> None:
        """Cells that were there when workers ended run one at a time: Dask blames all that waited there."""
        while self._suspects and self._suspect is None and not self._leaving:
            batch, cell = self._suspects.popleft()
            try:
                self._suspect = self._send(batch, [cell])
            except CutOff as error:
                batch.fail(error)

    def _threads(self) -> dict[str, int]:
        """The workers there are, and how many threads each has."""
        gone = CutOff(f"the Dask scheduler at {self._address} is gone")
        if self._client.status != "running":
            raise gone
        try:
            found: dict[str, int] = self._client.nthreads()
        except OSError:
            raise gone from None
        return found

    def _unavailable(self, cell: Cell) -> Outcome:
        why = next(iter(self._missing[cell.implementation].values()))
        told = f"no worker of the cluster has it: {why}"
        result = CellResult(
            cell=cell.name, requirements=(), verdict=Verdict.UNSUPPORTED, reason=told, **vars(cell)
        )
        return Outcome(result)


def connect(address: str) -> Client:
    """A client of the scheduler at `address`, which has workers; it waits as long as Dask is set to.

    Raises `UsageError` when nothing answers there, it is of another version, or has no workers.
    """
    _silence()
    patience = _patience()
    try:
        get_address_host_port(address)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: what matters is asked for below
            client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {' '.join(str(error).split())}") from error
    try:
        _need_version(client)
        client.wait_for_workers(1, timeout=patience)
    except BaseException as error:
        client.close()
        if isinstance(error, OSError):  # as TimeoutError is one
            raise UsageError(f"the Dask scheduler at {address} has no workers") from error
        raise
    return client


def _patience() -> float:
    """How long Dask waits for somebody who does not answer, in seconds."""
    return float(parse_timedelta(dask.config.get("distributed.comm.timeouts.connect")))


def _need_version(client: Client) -> None:
    """Raise `UsageError` unless the scheduler has the `distributed` of here, as Dask wants it."""
    theirs = client.get_versions()["scheduler"]["packages"]["distributed"]
    if theirs != __version__:
        told = f"has distributed {theirs}, and this is {__version__}"
        raise UsageError(f"the Dask scheduler at {client.scheduler.address} {told}")


def commission_for(catalogue: str | None, digest: str, pki: Pki, watchdog: float) -> Commission:
    """What a run over a catalogue (None for the house's own) with the keys in `pki` asks of its workers."""
    keys = {file.name: file.read_bytes() for file in Path(pki.folder).iterdir()}
    return Commission(catalogue, digest, keys, watchdog)


def _silence() -> None:
    """Dask logs what goes wrong; here it is told, in one sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
