"""Twice the workers: the same run with one worker process and with two, in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Row, Table


def table(rounds: int, scenarios: tuple[str, ...]) -> Table:
    """One row: seconds with one worker and with two, and how many times faster that is."""
    return Table("a quick run of stdlib", ("one s", "two s", "times"), _rows(rounds, scenarios))


def _rows(rounds: int, scenarios: tuple[str, ...]) -> Iterator[Row]:
    pairs = [(_seconds(1, scenarios), _seconds(2, scenarios)) for _ in range(rounds)]
    one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
    what = " ".join(scenarios) or "every scenario"
    yield Row(f"{what}, with one worker and two", (one, two, statistics.median(a / b for a, b in pairs)))


def _seconds(jobs: int, scenarios: tuple[str, ...]) -> float:
    """How long a whole run takes by the clock, from the command to its exit."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "harness",
            "run",
            "stdlib",
            "--profile",
            "quick",
            "--jobs",
            str(jobs),
        ]
        command += ["--results", str(Path(folder, "results.jsonl"))]
        command += [word for glob in scenarios for word in ("--scenario", glob)]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise RuntimeError(f"a run with {jobs} workers ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds
