"""`tls-harness dissent`: who stands alone among several implementations, and with what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from harness.cli.shared import console, debug_option, json_option
from harness.cli.tables import show_json
from harness.drivers import registry
from harness.errors import UsageError
from harness.report.dissent import Opinions, as_data, lines
from harness.report.results import open_results

MOST = 20


@click.command("dissent")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULTS.jsonl...")
@click.option("--most", type=click.IntRange(1), default=MOST, show_default=True, help="Dissents told.")
@json_option
@debug_option
def command(files: tuple[Path, ...], *, most: int, as_json: bool) -> None:
    """Put implementations into classes by what they came to in the same cell, and list who stands alone.

    An observation, not a verdict: the exit code is 0. The results may be of one run or of several.
    """
    opinions = opinions_in(files)
    if not opinions.compared:
        raise UsageError("no cell was tried with two implementations: nothing can be compared")
    if as_json:
        show_json([as_data(split) for split in opinions.splits()])
        return
    tell(opinions, most)


def opinions_in(files: Iterable[Path]) -> Opinions:
    """All results of these files side by side. Raises `UsageError` for a file too old to have any."""
    opinions = Opinions(registry.ON_REQUEST)
    runs = [open_results(path) for path in files]
    for path, results in zip(files, runs, strict=True):
        if results.shortfall:
            click.echo(f"{path}: {results.shortfall}", err=True)
        told = False
        for cell in results.cells:
            told = told or bool(cell.came)
            opinions.meet(cell)
        if results.cells and not told:
            raise UsageError(f"{path}: none of its cells says what it came to; it is of an earlier version")
    for results in runs if opinions.differ else ():
        for cell in results.cells:
            opinions.hear(cell)
    return opinions


def tell(opinions: Opinions, most: int = MOST) -> None:
    """Print the dissents."""
    screen = console()
    for line in lines(opinions, most):
        screen.print(line, soft_wrap=True)
