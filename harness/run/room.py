"""What a Dask worker does with batches: it hands them to worker processes of its own, as a run does here.

So a subject that crashes, hangs or eats memory costs its cell, and the Dask worker goes on. A worker that
cannot run a batch as it is meant says why, and the batch goes elsewhere.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

from distributed import get_worker

import harness
from harness import __version__
from harness.collection import digest_of
from harness.pki import Pki
from harness.places import place
from harness.run.cell import Cell
from harness.run.executor import Report
from harness.run.isolate import Isolation

#: Runs a worker remembers: what one leaves behind that vanished without a word goes when others come.
_KEPT = 4


@cache
def _digest_of_sources() -> str:
    """Over the harness as it is installed here: a checkout may differ from another of the same version."""
    whole = hashlib.sha256()
    package = Path(harness.__file__).parent
    for file in sorted(package.rglob("*.py")):
        whole.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


@dataclass(frozen=True)
class Commission:
    """What every worker of a run must agree with, and be given.

    catalogue: the folder, None for the house's own. digest: the catalogue's. keys: the PEM files of the run,
    by name: they travel, since a sweep is cut at offsets of the records that one worker saw, and certificates
    minted by another may be a byte longer. watchdog: seconds. sources: the digest of the harness itself.
    """

    catalogue: str | None
    digest: str
    keys: dict[str, bytes]
    watchdog: float
    version: str = __version__
    sources: str = field(default_factory=_digest_of_sources)
    python: tuple[int, int] = sys.version_info[:2]

    @property
    def run(self) -> str:
        """What tells two runs apart: their keys."""
        return hashlib.sha256(b"".join(self.keys[name] for name in sorted(self.keys))).hexdigest()

    @property
    def folder(self) -> Path:
        """Where the catalogue lies on this machine."""
        return place("scenarios") if self.catalogue is None else Path(self.catalogue)

    def why_unfit(self) -> str | None:
        """Why this process can run nothing of it, in a sentence; None when it can."""
        here = sys.version_info[:2]
        if here != self.python:
            return "it runs Python {}.{}, and this is {}.{}".format(*here, *self.python)
        if __version__ != self.version:
            return f"it has tls-harness {__version__}, and this is {self.version}"
        if _digest_of_sources() != self.sources:
            return f"its tls-harness {__version__} has other sources than the one here"
        if not self.folder.is_dir():
            return f"it has no folder of scenarios at {self.folder}"
        digest = digest_of(self.folder)
        if digest != self.digest:
            return f"its catalogue has the digest {digest}, and the one here {self.digest}"
        return None


@dataclass(frozen=True)
class Answer:
    """What one worker says to a batch: reports of what it ran, and why it did not run the rest.

    missing: by implementation, why it cannot be loaded there. unfit: why the worker runs nothing of this.
    """

    worker: str
    reports: list[Report] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    unfit: str | None = None


def given(commission: Commission) -> Commission:
    """The commission, as a task that batches depend on: it travels to a worker once."""
    return commission


def run_batch(commission: Commission, cells: Sequence[Cell]) -> Answer:
    """Run a batch on the Dask worker this is called on."""
    worker = get_worker()
    # Whoever has a room for the run was fit when it was opened, and what it runs was read then.
    unfit = None if commission.run in _rooms else commission.why_unfit()
    if unfit is None:
        try:
            room = _room(commission, worker.state.nthreads)
            if room is not None:
                return room.answer(worker.address, cells)
            unfit = "the run is over"
        except OSError as error:  # a full disk, say: there are other machines
            unfit = error.strerror or str(error)
    return Answer(worker.address, unfit=unfit)


def leave(run: str) -> None:
    """Stop what a Dask worker keeps for a run, and keep batches out that come too late."""
    with _lock:
        room = _rooms.get(run)
        _rooms[run] = None
    if room is not None:
        room.close()


class _Room:
    """The worker processes for one run, with its keys."""

    def __init__(self, commission: Commission, jobs: int) -> None:
        # Under a nanny this process is a daemon, which may have no children: the pool's are stopped with it.
        multiprocessing.current_process().daemon = False
        with ExitStack() as stack:
            keys = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tls-harness-keys-")))
            for name, content in commission.keys.items():
                (keys / name).write_bytes(content)
            isolation = Isolation(commission.folder, Pki(str(keys)), jobs, commission.watchdog)
            self._isolation = stack.enter_context(isolation)
            self._open = stack.pop_all()
        self._missing: dict[str, str | None] = {}

    def close(self) -> None:
        self._open.close()

    def answer(self, worker: str, cells: Sequence[Cell]) -> Answer:
        missing = {name: why for name in {cell.implementation for cell in cells} if (why := self._why(name))}
        able = [cell for cell in cells if cell.implementation not in missing]
        return Answer(worker, self._isolation.submit(able).result() if able else [], missing)

    def _why(self, implementation: str) -> str | None:
        if implementation not in self._missing:
            self._missing[implementation] = self._isolation.why_missing(implementation)
        return self._missing[implementation]


_rooms: OrderedDict[str, _Room | None] = OrderedDict()
_lock = Lock()


def _room(commission: Commission, jobs: int) -> _Room | None:
    """The room of a run, opened for its first batch; None when the run has left."""
    with _lock:
        if commission.run not in _rooms:
            _rooms[commission.run] = _Room(commission, jobs)
        _rooms.move_to_end(commission.run)
        room = _rooms[commission.run]
        oldest = [_rooms.popitem(last=False)[1] for _ in range(len(_rooms) - _KEPT)]
    for each in oldest:
        if each is not None:
            each.close()
    return room
