"""A cell acted out for a script: its transcript, its judgement, and how each end was set up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from harness.endpoint import Endpoint
from harness.names import Side
from harness.oracle import Judgement
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.scenario import Scenario
from harness.setup import Setup
from harness.transcript import Transcript


@dataclass(frozen=True)
class Recording:
    """One run of a cell. `setups` and `endpoints`: of each end, one for each connection, in order."""

    cell: Cell
    scenario: Scenario
    transcript: Transcript
    judgement: Judgement
    setups: dict[Side, list[Setup]] = field(default_factory=lambda: {side: [] for side in Side})
    endpoints: dict[Side, list[Any]] = field(default_factory=lambda: {side: [] for side in Side})


def record(bench: Bench, cell: Cell) -> Recording:
    """Run a cell. Raises as `Bench.try_cell` does."""
    judgement, transcript = bench.try_cell(cell)
    recording = Recording(cell, bench.scenario(cell), transcript, judgement)

    def note(side: Side, setup: Setup, endpoint: Endpoint) -> None:
        recording.setups[side].append(setup)
        recording.endpoints[side].append(endpoint)

    bench.listener = note
    try:
        return replace(recording, transcript=bench.transcribe(cell))
    finally:
        bench.listener = None
