"""Twice the workers: the same run with one worker process and with two, in turn.

Beside it stands what the machine itself has to give: two processes that only count, one after the other and
at once. A run cannot be more times faster than they are, since who plans and tells works besides.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Row, Table

#: What a process of the second row does: a loop of Python for some tenths of a second.
_LOOP = "for each in range(10_000_000): pass"


def table(rounds: int, scenarios: tuple[str, ...]) -> Table:
    """Seconds with one worker and with two, and how many times faster that is; the same of two bare loops."""
    return Table("a quick run of stdlib", ("one s", "two s", "times"), _rows(rounds, scenarios))


def _rows(rounds: int, scenarios: tuple[str, ...]) -> Iterator[Row]:
    runs, loops = [], []
    for _ in range(rounds):
        runs.append((_seconds(1, scenarios), _seconds(2, scenarios)))
        loops.append((_seconds_of_loops(at_once=False), _seconds_of_loops(at_once=True)))
    what = " ".join(scenarios) or "every scenario"
    yield _row(f"{what}, with one worker and two", runs)
    yield _row("two loops of Python, in turn and at once", loops)


def _row(label: str, pairs: list[tuple[float, float]]) -> Row:
    one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row(label, (one, two, statistics.median(a / b for a, b in pairs)))


def _seconds_of_loops(*, at_once: bool) -> float:
    """How long two processes take by the clock that do nothing but count."""
    command = [sys.executable, "-c", _LOOP]
    started = time.perf_counter()
    if at_once:
        both = [subprocess.Popen(command), subprocess.Popen(command)]
        codes = [each.wait() for each in both]
    else:
        codes = [subprocess.run(command, check=False).returncode for _ in range(2)]
    if any(codes):
        raise RuntimeError(f"a loop of Python ended with {max(map(abs, codes))}")
    return time.perf_counter() - started


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
