"""A run in part: a shard of it, what an earlier run left to do, or what a budget allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import click

from harness import __version__
from harness.cli.shared import Duration
from harness.errors import UsageError
from harness.report.alike import COMMON, difference
from harness.report.results import header_line, open_results, results_lines
from harness.run.budget import Budgeted, History
from harness.run.engine import Engine

Command = Callable[..., Any]


def part_options(command: Command) -> Command:
    """`--shard`, `--resume`, `--budget`, `--history`."""
    for option in (
        click.option(
            "--history",
            type=click.Path(path_type=Path),
            metavar="RESULTS.jsonl",
            help="What a budget goes by; by default the results that are replaced.",
        ),
        click.option(
            "--budget", type=Duration(), metavar="T", help="Spend 10m, or 30s or 2h, where it finds most."
        ),
        click.option("--shard", metavar="N/M", help="Only the Nth of M parts; `merge` puts them together."),
        click.option(
            "--resume",
            "resume_from",
            type=click.Path(path_type=Path),
            metavar="RESULTS.jsonl",
            help="Go on where that run ended; its cells are told again, and not run again.",
        ),
    ):
        command = option(command)
    return command


def resume(engine: Engine, file: Path) -> None:
    """Have an engine go on from the results in a file. Raises `UsageError` where they are of another plan."""
    stored = open_results(file, cut=True)
    here = header_line(engine.started(), __version__)
    if told := difference(stored.header, here, (*COMMON, "shard", "request", "facts")):
        raise UsageError(f"{file} cannot be resumed by this run: {told}")
    engine.recalled = stored.cells
    click.echo(f"resumed: {len(stored.cells)} cells are in {file} already")


def budgeted(engine: Engine, seconds: float, history: Path | None, results: Path) -> Budgeted:
    """An agenda of so many seconds; it goes by `history`, by default what stands in `results`, if it reads.

    Raises `UsageError` where a history that was asked for does not read.
    """
    if history is not None:
        return Budgeted(seconds, monotonic, _history(engine, history))
    try:
        known = _history(engine, results) if results.is_file() else History()
    except UsageError as error:
        click.echo(f"without a history: {error}", err=True)
        known = History()
    return Budgeted(seconds, monotonic, known)


def _history(engine: Engine, file: Path) -> History:
    lines = results_lines(file, cut=True)
    before = next(lines).table.get("facts", {})
    now = engine.started().facts
    history = History(frozenset(name for name, facts in now.items() if before.get(name) != facts))
    for line in lines:
        if line.table["kind"] == "cell":
            history.add(line.result)
    return history
