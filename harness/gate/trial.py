"""What the items of a pytest session share: the request, the workers, and the results as they come.

Settings run ahead of the items that ask for them, in the worker processes of a run, so that pytest waits
for no more than the command line would, and a subject that crashes or hangs never takes pytest down.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from harness.cli.shared import replay_command
from harness.collection import Catalogue
from harness.drivers import registry
from harness.events import CellResult
from harness.pki import mint
from harness.report.telling import Words
from harness.run.cell import Cell, cell_of
from harness.run.flow import Flow
from harness.run.isolate import Isolation
from harness.run.known import KnownFailures
from harness.run.plan import Request


@dataclass
class Trial:
    """One session's trial.

    known: what may fail, by implementation. jobs: worker processes. watchdog: seconds after which a silent
    one counts as hung. The workers start when the first cells are prepared, and stop with `close`.
    """

    catalogue: Catalogue
    folder: Path
    request: Request
    known: dict[str, KnownFailures]
    jobs: int
    watchdog: float
    _flow: Flow | None = None
    _open: ExitStack = field(default_factory=ExitStack)
    _ahead: set[Cell] = field(default_factory=set)
    _results: dict[Cell, list[CellResult]] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What explains a result."""
        return Words(
            self.catalogue.requirements, self.catalogue.scenarios, registry.NAMES, replay_command(self.folder)
        )

    def prepare(self, cells: Iterable[Cell]) -> None:
        """These undisturbed cells will be asked for, in this order."""
        new = [cell for cell in cells if cell not in self._ahead]
        self._ahead.update(new)
        self._running.add(new)

    def results(self, cells: Sequence[Cell]) -> list[CellResult]:
        """What became of these undisturbed cells and their sweeps; each is told once."""
        self.prepare(cells)
        flow = self._running
        while not all(cell in self._results and flow.is_over(cell) for cell in cells):
            for report in flow.advance():
                straight = cell_of(report.result).straight
                self._results.setdefault(straight, []).append(report.result)
        self._ahead.difference_update(cells)
        return [result for cell in cells for result in self._results.pop(cell)]

    def close(self) -> None:
        """Stop the workers, if there are any."""
        self._flow = None
        self._open.close()

    @property
    def _running(self) -> Flow:
        if self._flow is None:
            keys = self._open.enter_context(tempfile.TemporaryDirectory(prefix="tls-harness-keys-"))
            isolation = self._open.enter_context(Isolation(self.folder, mint(keys), self.jobs, self.watchdog))
            self._flow = Flow(self.catalogue, self.request, isolation)
        return self._flow
