"""Cells in this process, one at a time: for debuggers. A subject that crashes or hangs takes it along."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

from harness.names import Verdict
from harness.run.cell import Cell
from harness.run.executor import Report
from harness.run.worker import Bench, Outcome


@dataclass
class InProcess:
    """An executor that runs each batch on `bench` while it is submitted."""

    bench: Bench
    ahead: int = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing was begun that would go on."""

    def submit(self, cells: Sequence[Cell]) -> Future[list[Report]]:
        """Run a batch; the future is done. Raises what a fault of the harness raises."""
        future: Future[list[Report]] = Future()
        future.set_result([run_here(self.bench, cell) for cell in cells])
        return future


def run_here(bench: Bench, cell: Cell) -> Outcome:
    """Run a cell in this process; a fault of the harness is raised, so that a debugger can stop there."""
    outcome = bench.run(cell)
    if outcome.result.verdict is Verdict.ERROR:
        bench.try_cell(cell)
    return outcome
