"""`tls-harness compare`: what changed between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.shared import console, debug_option
from harness.report.compare import compare, lines
from harness.report.results import open_results


@click.command("compare")
@click.argument("before", type=click.Path(path_type=Path), metavar="BEFORE.jsonl")
@click.argument("after", type=click.Path(path_type=Path), metavar="AFTER.jsonl")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Causes told of a kind.")
@debug_option
def command(before: Path, after: Path, *, most: int) -> int:
    """Tell what changed from one results file to another; exit code 1 when something got worse.

    Where each has one implementation and they differ, they are compared cell by cell all the same.
    """
    runs = [open_results(path) for path in (before, after)]
    for path, run in zip((before, after), runs, strict=True):
        if run.shortfall:
            click.echo(f"{path}: {run.shortfall}", err=True)
    if runs[0].header.get("digest") != runs[1].header.get("digest"):
        click.echo("the catalogues differ: scenarios may ask something else than they did", err=True)
    found = compare(*runs)
    screen = console()
    for line in lines(found, most):
        screen.print(line, soft_wrap=True)
    return 1 if found.got_worse else 0
