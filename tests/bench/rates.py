"""Cells a second of one process, by driver and peer, over real scenarios under their quick schedules."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

from harness.collection import Catalogue
from harness.names import Profile
from harness.pki import Pki
from harness.run import plan
from harness.run.cell import Cell
from harness.run.plan import Request
from harness.run.worker import Bench
from tests.bench.figures import Row, Table

#: What every driver can act out, and what takes a peer that lies.
_SAMPLE = {"honest": ("closing/*", "messages/*"), "tlslite": ("wire_alerts/*", "closing/*")}
_DRIVERS = ("bio", "socket-nonblocking", "socket", "asyncio-streams", "asyncio-protocol")
_MOST = 400


def table(catalogue: Catalogue, pki: Pki) -> Table:
    """A row for each driver and peer."""
    columns = ("cells", "ms a cell", "a second")
    return Table("cells of real scenarios, in one process", columns, _rows(catalogue, pki))


def _rows(catalogue: Catalogue, pki: Pki) -> Iterator[Row]:
    for peer, scenarios in _SAMPLE.items():
        for driver in _DRIVERS:
            request = Request(drivers=(driver,), peers=(peer,), scenarios=scenarios, profile=Profile.QUICK)
            cells, seconds = _spent(Bench(catalogue, pki), catalogue, request)
            if cells:
                yield Row(f"{driver} with {peer}", (cells, seconds / cells * 1000, cells / seconds))


def _spent(bench: Bench, catalogue: Catalogue, request: Request) -> tuple[int, float]:
    """How many cells were run, and the processor time they took in seconds, without what is made once."""
    cells = list(itertools.islice(_cells(bench, catalogue, request), _MOST))
    started = time.process_time()
    for cell in cells:
        bench.run(cell)
    return len(cells), time.process_time() - started


def _cells(bench: Bench, catalogue: Catalogue, request: Request) -> Iterator[Cell]:
    """Each undisturbed cell, and behind it the schedules it leads to."""
    for cell in plan.straight_cells(catalogue, request):
        layout = bench.run(cell).layout
        yield cell
        if layout is not None:
            yield from plan.swept_cells(cell, catalogue.scenarios[cell.scenario], layout, request)
