"""`tls-harness fuzz`: search for what nobody wrote down, and say what was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from harness.cli.border import Signals
from harness.cli.shared import (
    Duration,
    console,
    debug_option,
    driver_named,
    known_of,
    known_option,
    need_descriptors,
)
from harness.errors import UsageError
from harness.fuzz.campaign import fuzz
from harness.fuzz.excuses import akin
from harness.fuzz.finds import FOLDER, REPEATS_NOT, SUFFIX, read_find
from harness.fuzz.target import NAMES, target
from harness.fuzz.terms import SECONDS, WATCHDOG, Summary, Terms, need_one
from harness.implementation import load

_MOST = (1 << 31) - 1


def target_names(names: Sequence[str]) -> list[str]:
    """The targets named, all of them where none is. Raises `UsageError` for one there is not."""
    return [target(name).name for name in dict.fromkeys(names or NAMES)]


def terms_for(implementation: str, known: Sequence[Path], **words: object) -> Terms:
    """The terms for an implementation, with its known failures. Raises `UsageError`."""
    entries = known_of(load(implementation), known)
    excuses = (*entries.entries, *entries.inherited)
    return Terms(implementation, known=akin(excuses), **words)  # type: ignore[arg-type]  # checked by the callers


def exit_code(summaries: Sequence[Summary]) -> int:
    """1 where something unexpected was found, else 0."""
    return 1 if any(summary.unexpected for summary in summaries) else 0


@click.command("fuzz")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--implementation", default="stdlib", metavar="NAME", show_default=True, help="As for run.")
@click.option("--driver", metavar="NAME", help="The face or layer to go through, in place of the plainest.")
@click.option("--time", "seconds", type=Duration(), metavar="T", help="For each target: 30s, 10m.")
@click.option("--runs", type=click.IntRange(1, _MOST), metavar="N", help="Executions of each target.")
@click.option("--seed", type=click.IntRange(1, _MOST), default=1, metavar="N", show_default=True)
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Children at work at once; 1.")
@click.option(
    "--keep", type=click.Path(path_type=Path), metavar="FOLDER", help="Keep what reached new ground."
)
@click.option(
    "--finds", type=click.Path(path_type=Path), default=FOLDER, metavar="FOLDER", show_default=True,
    help="Where to keep finds.",
)  # fmt: skip
@click.option("--watchdog", type=click.FloatRange(0.1), default=WATCHDOG, hidden=True)
@known_option
@debug_option
def command(
    targets: tuple[str, ...],
    *,
    implementation: str,
    driver: str | None,
    seconds: int | None,
    runs: int | None,
    seed: int,
    jobs: int,
    keep: Path | None,
    finds: Path,
    watchdog: float,
    known: tuple[Path, ...],
) -> int:
    """Fuzz TARGETs, all by default, until their time or runs are used up.

    Every find becomes a file below --finds that `replay` tries again and `promote` keeps. With --keep a
    campaign takes up where the last one ended, however that was. With --driver a layer is fuzzed, such as
    trio; a target that has nothing to say of it is passed over.
    """
    names = target_names(targets)
    need_descriptors(jobs)
    terms = terms_for(
        implementation, known, seconds=seconds or (0 if runs else SECONDS), runs=runs or 0, seed=seed,
        jobs=jobs, keep=keep, finds=finds, watchdog=watchdog, driver=driver_named(driver) if driver else "",
    )  # fmt: skip
    if keep is not None and keep.exists() and not keep.is_dir():
        raise UsageError(f"{keep} is no folder")
    return campaign(names, terms)


def campaign(names: Sequence[str], terms: Terms) -> int:
    """Fuzz, and print the table when it is over, however it ends; the exit code."""
    told: list[Summary] = []
    screen = console()
    try:
        with Signals().watched():
            fuzz(names, terms, told.append)
    finally:
        show(told, screen)
    need_one(told)
    return exit_code(told)


def show(summaries: Sequence[Summary], screen: Console) -> None:
    """The table of what was done, and below it each find with the file that repeats it."""
    if all(each.unsuited for each in summaries):
        return
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column("target", no_wrap=True)
    for heading in ("executions", "exec/s", "coverage", "looks", "corpus", "finds", "known"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in summaries:
        table.add_row(each.target, *map(str, _counts(each)))
    screen.print(table)
    for each in summaries:
        if each.cut_short or each.unsuited:
            why = each.cut_short or f"not tried: {each.unsuited}"
            screen.print(f"{each.target}: {why}", soft_wrap=True)
        for find in each.finds:
            style = "yellow" if find.known else "bold red"
            why = f"known: {find.known}" if find.known else "a find"
            why += ", which does not repeat" if _is_doubtful(find.path) else ""
            screen.print(f"{each.target}: {find.key}", style=style, soft_wrap=True)
            screen.print(f"    {find.told}", soft_wrap=True)
            screen.print(f"    {find.path} ({why})", soft_wrap=True)


def _is_doubtful(file: Path) -> bool:
    """Whether the find in a file did not come again when it was tried again."""
    return file.suffix == SUFFIX and read_find(file).found.get("repeats", "").startswith(f"{REPEATS_NOT}:")


def _counts(summary: Summary) -> tuple[object, ...]:
    """The numbers of a row; coverage only where Python guides the target."""
    found = len(summary.unexpected)
    guided = summary.coverage or "-"
    done = (summary.executions, round(summary.rate), guided, summary.looks, summary.corpus)
    return (*done, found, len(summary.finds) - found)
