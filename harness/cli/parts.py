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
from harness.run.shard import Shard, read_shard

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


def take_part(
    engine: Engine, results: Path, resume_from: Path | None, budget: int | None, history: Path | None
) -> None:
    """Have an engine do what these options say, before it writes to `results`. Raises `UsageError`."""
    if budget is not None:
        engine.agenda = Budgeted(budget, monotonic, _what_is_known(engine, history, results))
    elif history is not None:
        raise UsageError("--history is for --budget, which is not given")
    if resume_from is not None:
        _resume(engine, resume_from)


def shard_named(text: str | None) -> Shard | None:
    """The shard that is asked for, if any. Raises `UsageError`."""
    return None if text is None else read_shard(text)


def _resume(engine: Engine, file: Path) -> None:
    """Have an engine go on from the results in a file. Raises `UsageError` where they are of another plan."""
    stored = open_results(file, cut=True)
    here = header_line(engine.started(), __version__)
    if told := difference(stored.header, here, (*COMMON, "shard", "request", "facts")):
        raise UsageError(f"{file} cannot be resumed by this run: {told}")
    engine.recalled = stored.cells
    click.echo(f"resumed: {len(stored.cells)} cells are in {file} already")


def _what_is_known(engine: Engine, history: Path | None, results: Path) -> History:
    """The history that was asked for, or what stands in `results`, if it reads."""
    if history is not None:
        return _history(engine, history)
    try:
        return _history(engine, results) if results.is_file() else History()
    except UsageError as error:
        click.echo(f"without a history: {error}", err=True)
        return History()


def _history(engine: Engine, file: Path) -> History:
    lines = results_lines(file, cut=True)
    before = next(lines).table.get("facts", {})
    now = engine.started().facts
    history = History(frozenset(name for name, facts in now.items() if before.get(name) != facts))
    for line in lines:
        if line.table["kind"] == "cell":
            history.add(line.result)
    return history
