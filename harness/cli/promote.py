"""`tls-harness promote`: what a search has found is run from then on: as a scenario, or as an input."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.shared import catalogue_option, debug_option
from harness.collection import REGRESSIONS, collect, lint
from harness.errors import UsageError
from harness.fuzz.corpus import REGRESSION, Corpus
from harness.fuzz.files import write_whole
from harness.fuzz.finds import Raw, read_find
from harness.places import place
from harness.written import SUFFIX, Written


@click.command("promote")
@click.argument("file", type=click.Path(path_type=Path), metavar="FIND.toml")
@click.option("--name", metavar="NAME", help="What the scenario is called; by default as the file is.")
@click.option(
    "--corpora", type=click.Path(path_type=Path), default=lambda: place("corpora"),
    show_default="the house's own", metavar="FOLDER", help="Where a find goes that is bytes.",
)  # fmt: skip
@catalogue_option
@debug_option
def command(file: Path, *, name: str | None, corpora: Path, catalogue: Path) -> None:
    """Make a find permanent: a scenario of the catalogue, which every conformance run tries.

    A find that is bytes goes to the corpus of its target, which `corpus replay` and every campaign try.
    """
    find = read_find(file)
    try:
        if isinstance(find, Raw):
            _promote_bytes(find, corpora)
        else:
            _promote_scenario(find, file, name, catalogue)
    except OSError as error:
        raise UsageError(f"{error.filename or file}: {error.strerror or error}") from None


def _promote_bytes(find: Raw, corpora: Path) -> None:
    path = Corpus(corpora / find.target).save(find.data, REGRESSION)
    click.echo(f"the input is written to {path}; `tls-harness corpus replay {find.target}` tries it")
    click.echo(f"where it fails, and rightly so, known/*.toml says why: an entry for fuzz/{find.target}[*]")


def _promote_scenario(written: Written, file: Path, name: str | None, catalogue: Path) -> None:
    name = name or (file.stem if file.stem.isidentifier() else f"found_{file.stem}")
    if not name.isidentifier() or not name.isascii():
        raise UsageError(f"{name!r} is no name for a scenario: letters, digits and _ (give --name)")
    collected = collect(catalogue)
    full = f"{REGRESSIONS}/{name}"
    if full in collected.scenarios:
        raise UsageError(f"there is a scenario {full} already ({collected.scenarios[full].place})")
    path = catalogue / REGRESSIONS / (name + SUFFIX)
    lint(written.scenario(full, str(file)), collected.requirements)
    write_whole(path, written.as_text().encode("ascii"))
    click.echo(f"{full} is written to {path}; `tls-harness run --scenario {full}` tries it")
    click.echo("where it fails, and rightly so, known/*.toml says why: an entry for its cells")
