"""Known failures that name nothing the catalogue has: a scenario renamed, a role it no longer plays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.collection import Catalogue, matches
from harness.errors import UsageError
from harness.names import Profile
from harness.places import place
from harness.run.cell import Cell, read_name
from harness.run.known import KnownFailure
from harness.run.plan import Request, straight_cells


def unused(entries: Iterable[KnownFailure], catalogue: Catalogue, implementation: str) -> Iterator[str]:
    """A sentence for each entry no cell of the catalogue can ever meet, whatever a run is narrowed to.

    An entry with evidence must name a setting that is planned for the implementation; one without, a
    scenario there is. The house's own files speak of the house's own catalogue, and its tests replay them.
    """
    theirs = [entry for entry in entries if Path(entry.source.rpartition(":")[0]).parent != place("known")]
    if not theirs:
        return
    request = Request((implementation,), profile=Profile.EXHAUSTIVE)
    planned = {_setting(cell) for cell in straight_cells(catalogue, request)}
    for entry in theirs:
        if fault := _fault(entry, catalogue, planned):
            yield f"{entry.source}: {entry.cells!r} is unused: {fault}"


def _fault(entry: KnownFailure, catalogue: Catalogue, planned: set[tuple[str, ...]]) -> str:
    if entry.evidence:
        try:
            cell = read_name(entry.evidence)
        except UsageError as error:
            return str(error)
        return "" if _setting(cell) in planned else f"no run has the cell {entry.evidence!r}"
    scenario = entry.cells.partition("[")[0]
    there = any(matches(scenario, name) for name in catalogue.scenarios)
    return "" if there else "no scenario is called so"


def _setting(cell: Cell) -> tuple[str, ...]:
    return cell.scenario, cell.driver, str(cell.role), str(cell.tls), cell.peer
