"""The seam of a run: where batches of cells are executed, and what is under way there.

An executor takes a batch as those of `concurrent.futures` take a call, and answers with a future. There are
three: this process (`here`), worker processes (`isolate`), a Dask cluster (`cluster`). Whoever wants results
as they come puts `Batches` before one, which see to it that every cell is reported exactly once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Protocol, Self

from harness.errors import HarnessError, UsageError
from harness.events import CellResult
from harness.names import Verdict
from harness.run.cell import Cell, cell_of
from harness.run.worker import Outcome

#: Cells of a batch. Those of one setting share its undisturbed run, and a batch comes back whole: sending one
#: costs as much as a cell.
BATCH = 64


class CutOff(UsageError):
    """Where the cells run cannot be reached any more, or takes none: the sentence says which and why."""


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


class Executor(Protocol):
    """Executes batches of cells. As a context manager it lets go of everything on the way out."""

    @property
    def ahead(self) -> int:
        """How many batches are worth having under way at once."""

    def submit(self, cells: Sequence[Cell], /) -> Future[list[Report]]:
        """Have a batch run: a future of what became of its cells. It may raise `CutOff`."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...


class Batches:
    """The batches under way in an executor, and what is still owed of each.

    A second answer about a cell is not told, and a cell without an answer is run again.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._pending: dict[Future[list[Report]], list[Cell]] = {}

    @property
    def waiting(self) -> int:
        """How many batches are under way."""
        return len(self._pending)

    def submit(self, cells: Sequence[Cell]) -> None:
        """Have a batch of cells run."""
        self._pending[self._executor.submit(cells)] = list(cells)

    def reports(self) -> Iterator[Report]:
        """Wait until some batch is over and yield what became of its cells, in order.

        Raises what came of the executor where a batch has failed, after all that have not.
        """
        finished, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        answered = [future for future in finished if not future.cancelled() and not future.exception()]
        for future in answered or finished:
            reports = future.result()
            yield from self._settled(self._pending.pop(future), reports)

    def _settled(self, cells: list[Cell], reports: Sequence[Report]) -> Iterator[Report]:
        owed = Counter(cells)
        for report in reports:
            cell = cell_of(report.result)
            if owed[cell]:
                owed[cell] -= 1
                yield report
        rest = list(owed.elements())
        if len(rest) == len(cells):
            raise HarnessError(f"a batch came back without a word of its cells, such as {cells[0].name}")
        if rest:
            self.submit(rest)
