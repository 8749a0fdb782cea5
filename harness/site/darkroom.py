"""Where failing cells are repeated so that pictures can be drawn of them: in workers, as in a run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from harness.collection import Catalogue
from harness.errors import UsageError
from harness.events import CellResult
from harness.implementation import load
from harness.names import Verdict
from harness.pki import mint
from harness.report.findings import Findings
from harness.run.cell import Cell, read_name
from harness.run.executor import BATCH, Batches
from harness.run.isolate import WATCHDOG, Isolation
from harness.site.data import fate
from harness.site.development import Print, develop

_LOST = (Verdict.CRASH, Verdict.HANG)


def worth_a_picture(cells: Sequence[CellResult], most: int) -> list[CellResult]:
    """At most so many failing cells: the plainest of every finding first, then others, new findings first."""
    failing = [result for result in cells if fate(result) in ("failed", "known")]
    causes = Findings()
    for result in failing:
        causes.add(result if result.known is None else replace(result, known=None))
    plainest = {cause.example.cell for cause in causes.found}
    ranked = sorted(failing, key=lambda result: (result.cell not in plainest, result.known is not None))
    return ranked[:most]


def prints(
    wanted: Sequence[CellResult], catalogue: Catalogue, folder: Path, jobs: int, watchdog: float = WATCHDOG
) -> dict[str, Print | str]:
    """What is developed of each cell; where nothing can be, the reason, as a sentence."""
    found: dict[str, Print | str] = {}
    cells: list[Cell] = []
    missing: dict[str, str] = {}
    for result in wanted:
        why = _why_not(result, catalogue, missing)
        if why is None:
            cells.append(read_name(result.cell))
        else:
            found[result.cell] = why
    with ExitStack() as stack:
        keys = stack.enter_context(tempfile.TemporaryDirectory(prefix="tls-harness-keys-"))
        if cells:
            isolation = Isolation(folder, mint(keys), min(jobs, len(cells)), watchdog, develop)
            found |= dict(_developed(stack.enter_context(isolation), cells))
    return found


def scripts(cells: Iterable[str], folder: Path, jobs: int) -> dict[str, str]:
    """A script that needs no harness for each cell of which one can be made, each made in its own process."""
    with ThreadPoolExecutor(jobs) as pool:
        made = pool.map(lambda cell: (cell, _script_of(cell, folder)), cells)
        return {cell: script for cell, script in made if script}


def _script_of(cell: str, folder: Path) -> str:
    command = [sys.executable, "-m", "harness", "replay", cell, "--script", "-", "--catalogue", str(folder)]
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    return "" if done.returncode else done.stdout


def _developed(isolation: Isolation, cells: Sequence[Cell]) -> Iterator[tuple[str, Print | str]]:
    batches = Batches(isolation)
    for start in range(0, len(cells), BATCH):
        batches.submit(cells[start : start + BATCH])
    while batches.waiting:
        for report in batches.reports():
            developed = getattr(report, "developed", None)
            if isinstance(developed, Print):
                yield report.result.cell, developed
            else:
                told = report.result.reason or "it was not acted out"
                yield (
                    report.result.cell,
                    f"No picture: when the cell was repeated it came to {report.result.verdict}: {told}",
                )


def _why_not(result: CellResult, catalogue: Catalogue, missing: dict[str, str]) -> str | None:
    """Why a cell cannot be repeated here, if it cannot."""
    if result.verdict in _LOST:
        return f"No picture: the process was lost ({result.verdict}), and what was said is lost with it."
    if result.scenario not in catalogue.scenarios:
        return "No picture: this catalogue has no such scenario, so the cell cannot be repeated here."
    try:
        read_name(result.cell)
    except UsageError as error:
        return f"No picture: {error}."
    name = result.implementation
    if name not in missing:
        try:
            load(name)
            missing[name] = ""
        except UsageError as error:
            missing[name] = f"No picture: the cell cannot be repeated here: {error}."
    return missing[name] or None
