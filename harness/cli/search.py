"""`tls-harness search`: properties over everything a grammar can say, searched with Hypothesis."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.border import Signals
from harness.cli.fuzz import exit_code, show, terms_for
from harness.cli.shared import console, debug_option, known_option
from harness.fuzz.finds import FOLDER
from harness.fuzz.properties.search import (
    CI_EXAMPLES,
    DATABASE,
    LONG_EXAMPLES,
    Search,
    search,
    write_disputes,
)
from harness.fuzz.target import PROPERTIES
from harness.fuzz.terms import WATCHDOG, Summary, need_one

_MOST = (1 << 31) - 1


@click.command("search")
@click.argument("properties", nargs=-1, metavar="[PROPERTY]...")
@click.option("--implementation", default="stdlib", metavar="NAME", show_default=True, help="As for run.")
@click.option("--profile", type=click.Choice(["ci", "long"]), default="ci", show_default=True)
@click.option("--examples", type=click.IntRange(1, _MOST), metavar="N", help="Scenarios of each property.")
@click.option("--seed", type=click.IntRange(1, _MOST), default=1, metavar="N", show_default=True)
@click.option(
    "--finds", type=click.Path(path_type=Path), default=FOLDER, metavar="FOLDER", show_default=True,
    help="Where to keep finds.",
)  # fmt: skip
@click.option("--watchdog", type=click.FloatRange(0.1), default=WATCHDOG, hidden=True)
@known_option
@debug_option
def command(
    properties: tuple[str, ...],
    *,
    implementation: str,
    profile: str,
    examples: int | None,
    seed: int,
    finds: Path,
    watchdog: float,
    known: tuple[Path, ...],
) -> int:
    """Search PROPERTYs, all by default, for scenarios that break them.

    The profile ci tries the same scenarios every time; long tries more, and keeps what it has met in
    .hypothesis/ for the next time. Every find becomes a file below --finds, as small as could be made, that
    `replay` tries again and `promote` keeps.
    """
    long = profile == "long"
    terms = terms_for(implementation, known, seed=seed, finds=finds, watchdog=watchdog)
    how = Search(examples or (LONG_EXAMPLES if long else CI_EXAMPLES), DATABASE if long else None)
    told: list[Summary] = []
    screen = console()
    try:
        with Signals().watched():
            search(properties or PROPERTIES, terms, how, told.append)
    finally:
        show(told, screen)
        for path in write_disputes(how.disputes, finds / "agreement"):
            screen.print(f"agreement: two disagree, and no clause is known: {path}", soft_wrap=True)
    need_one(told)
    return exit_code(told)
