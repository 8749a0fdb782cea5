"""A cell acted out for a script: its transcript, its judgement, and how each end was set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.collection import matches
from harness.endpoint import Endpoint
from harness.errors import Unsupported
from harness.names import FINDINGS, Side
from harness.oracle import Judgement
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.scenario import Scenario, Step
from harness.setup import Setup
from harness.transcript import Transcript

#: Any finding: the first.
ANY = "*"


@dataclass(frozen=True)
class Recording:
    """One run of a cell. `setups` and `endpoints`: of each end, one for each connection, in order.

    sought: the glob that the finding's origin was to match.
    """

    cell: Cell
    scenario: Scenario
    transcript: Transcript
    judgement: Judgement
    setups: dict[Side, list[Setup]]
    endpoints: dict[Side, list[Any]]
    sought: str


def record(bench: Bench, cell: Cell, origin: str = ANY) -> Recording:
    """Run a cell, or of what it does on several connections the part whose finding has an origin like that.

    origin: a glob. Raises `Unsupported` when it finds no such thing, and as `Bench.try_cell` does.
    """
    judgement, steps = _found(bench, cell, origin)
    setups: dict[Side, list[Setup]] = {side: [] for side in Side}
    endpoints: dict[Side, list[Any]] = {side: [] for side in Side}

    def note(side: Side, setup: Setup, endpoint: Endpoint) -> None:
        setups[side].append(setup)
        endpoints[side].append(endpoint)

    bench.listener = note
    try:
        transcript = bench.transcribe(cell) if steps is None else bench.act_out(cell, steps)
    finally:
        bench.listener = None
    return Recording(cell, bench.scenario(cell), transcript, judgement, setups, endpoints, origin)


def _found(bench: Bench, cell: Cell, origin: str) -> tuple[Judgement, list[Step] | None]:
    """The finding, and the steps to act out for it; None for all."""
    first, transcript = bench.try_cell(cell)
    if first.verdict in FINDINGS and matches(origin, first.origin):
        return first, None
    found = [first.origin or str(first.verdict)]
    for judgement, _, steps in bench.behind(cell, first, transcript):
        if judgement.verdict in FINDINGS and matches(origin, judgement.origin):
            return judgement, steps
        found.append(judgement.origin or str(judgement.verdict))
    if origin == ANY:
        raise Unsupported(f"the cell finds nothing, it comes to {first.verdict}")
    raise Unsupported(f"the cell finds nothing of the origin {origin!r}, but {'; '.join(found)}")
