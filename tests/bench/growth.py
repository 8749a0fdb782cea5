"""What a run costs that is ours, and how it grows: 10^3 to 10^6 cells, which a null executor passes at once.

Everything is there but the cells: the plan streams, the flow makes batches, results are weighed, written to
a results file and told to a terminal. Each size runs in a process of its own: its time a cell, how long it
took to the first result, and its peak of resident memory. Time a cell and memory are to be flat.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import Future
from pathlib import Path
from time import perf_counter

from rich.console import Console

from harness.collection import Catalogue, collect
from harness.drivers import registry
from harness.events import CellFinished, CellResult
from harness.implementation import load
from harness.names import Grade, Verdict
from harness.report.results import ResultsFile
from harness.report.telling import Words
from harness.report.terminal import Terminal
from harness.run.engine import Engine
from harness.run.known import KnownFailures
from harness.run.plan import Request
from harness.run.worker import Outcome
from tests.bench.figures import Row, Table

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_REQUIREMENT = """
[[requirement]]
id = "bench:growth"
source = "none"
level = "MAY"
text = "Cells to count."
"""
#: One scenario that is tried with one driver, role and version: each seed is a cell.
_SCENARIO = '''
from harness.scenario import handshake, scenario


@scenario("bench:growth", drivers="bio", roles="client", tls="1.3", sweep="none", seeds={seeds})
def only(subject, peer, dice):
    """Just a handshake."""
    return [handshake(subject, peer)]
'''


class Null:
    """An executor that passes every cell at once."""

    ahead = 3

    def __init__(self, catalogue: Catalogue) -> None:
        self._requires = {name: each.requires for name, each in catalogue.scenarios.items()}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def submit(self, cells):
        future = Future()
        future.set_result([Outcome(self._passed(cell)) for cell in cells])
        return future

    def _passed(self, cell):
        return CellResult(
            cell.name,
            requirements=self._requires[cell.scenario],
            verdict=Verdict.PASS,
            grade=Grade.STRICT,
            steps=(1, 1),
            came="1",
            **vars(cell),
        )


def table(most: int) -> Table:
    """A row for each size up to `most` cells."""
    columns = ("\u00b5s a cell", "first after s", "peak MB", "grown MB")
    return Table("growth", columns, (_apart(size) for size in _SIZES if size <= most))


def _apart(size: int) -> Row:
    """The figures of one size, from a process that had no other to do."""
    command = [sys.executable, "-m", "tests.bench.growth", str(size)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Row(f"{size:,} cells", (told["microseconds"], told["first"], told["peak"], told["grown"]))


def measure(size: int) -> dict[str, float]:
    """Run so many cells: µs a cell, seconds to the first result, megabytes at the peak and since then."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = _catalogue(Path(scratch), size)
        catalogue = collect(folder)
        words = Words(catalogue.requirements, catalogue.scenarios, registry.NAMES)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            terminal = Terminal(Console(file=nowhere, force_terminal=True, width=100), words)
            results = ResultsFile(Path(scratch) / "results.jsonl", "bench")
            first: list[float] = []
            engine = Engine(
                catalogue,
                folder,
                Request(),
                {"stdlib": load("stdlib")},
                {"stdlib": KnownFailures()},
                [results, terminal, lambda event: _note(first, event)],
                executor=lambda _: Null(catalogue),
            )
            before, started = _peak(), perf_counter()
            finished = engine.run()
            took = perf_counter() - started
            terminal.close()
            results.close()
    assert finished.counts == {"pass": size}
    return {
        "microseconds": took / size * 1e6,
        "first": first[0] - started,
        "peak": _peak(),
        "grown": _peak() - before,
    }


def _note(first, event):
    if not first and isinstance(event, CellFinished):
        first.append(perf_counter())


def _catalogue(scratch: Path, seeds: int) -> Path:
    folder = scratch / "scenarios"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "bench.toml").write_text(_REQUIREMENT, encoding="utf-8")
    (folder / "growth.py").write_text(_SCENARIO.format(seeds=seeds), encoding="utf-8")
    return folder


def _peak() -> float:
    """The most memory this process had resident so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
