"""`tls-harness promote`: what a search has found becomes a scenario of the catalogue, run from then on."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.shared import catalogue_option, debug_option
from harness.collection import REGRESSIONS, collect, lint
from harness.errors import UsageError
from harness.written import SUFFIX, read_written


@click.command("promote")
@click.argument("file", type=click.Path(path_type=Path), metavar="SCENARIO.toml")
@click.option("--name", metavar="NAME", help="What the scenario is called; by default as the file is.")
@catalogue_option
@debug_option
def command(file: Path, *, name: str | None, catalogue: Path) -> None:
    """Make FILE a regression: a scenario of the catalogue that every conformance run tries."""
    name = name or file.stem
    if not name.isidentifier() or not name.isascii():
        raise UsageError(f"{name!r} is no name for a scenario: letters, digits and _ (give --name)")
    collected = collect(catalogue)
    written = read_written(file)
    full = f"{REGRESSIONS}/{name}"
    if full in collected.scenarios:
        raise UsageError(f"there is a scenario {full} already ({collected.scenarios[full].place})")
    place = catalogue / REGRESSIONS / (name + SUFFIX)
    lint(written.scenario(full, str(file)), collected.requirements)
    try:
        place.parent.mkdir(exist_ok=True)
        place.write_text(written.as_text(), encoding="ascii")
    except OSError as error:
        raise UsageError(f"{place}: {error.strerror or error}") from None
    click.echo(f"{full} is written to {place}; `tls-harness run --scenario {full}` tries it")
    click.echo("where it fails, and rightly so, known/*.toml says why: an entry for its cells")
