"""`tls-harness corpus`: the inputs the targets start from, made, tried, thinned out and added to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from harness.cli.border import Signals
from harness.cli.fuzz import exit_code, show, target_names, terms_for
from harness.cli.shared import console, debug_option, known_option
from harness.errors import UsageError
from harness.fuzz.campaign import replay, survey
from harness.fuzz.corpus import REGRESSION, Corpus
from harness.fuzz.finds import FOLDER
from harness.fuzz.seeds import export_seeds
from harness.fuzz.target import target
from harness.fuzz.terms import Summary, need_one
from harness.places import place

_folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=lambda: place("corpora"),
    show_default="the house's own", metavar="FOLDER", help="Corpora: a folder for each target.",
)  # fmt: skip
_implementation_option = click.option(
    "--implementation", default="stdlib", metavar="NAME", show_default=True, help="As for run."
)


@click.group("corpus")
def command() -> None:
    """The corpora: inputs that the fuzz targets start from."""


@command.command("export")
@_folder_option
@debug_option
def export(folder: Path) -> None:
    """Add seeds: what real clients and servers say in fresh handshakes."""
    with Signals().watched():
        count = export_seeds(folder)
    click.echo(f"{count} seeds written to {folder}")


@command.command("replay")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@_implementation_option
@click.option("--finds", type=click.Path(path_type=Path), default=FOLDER, metavar="FOLDER", show_default=True)
@known_option
@_folder_option
@debug_option
def again(
    targets: tuple[str, ...], *, implementation: str, finds: Path, known: tuple[Path, ...], folder: Path
) -> int:
    """Try every input of the corpora once; Atheris is not needed."""
    terms, told = terms_for(implementation, known, finds=finds), list[Summary]()
    try:
        with Signals().watched():
            for name in target_names(targets):
                replay(name, Corpus(folder / name).files(), terms, told.append)
    finally:
        show(told, console())
    need_one(told)
    return exit_code(told)


@command.command("minimise")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@_implementation_option
@_folder_option
@debug_option
def minimise(targets: tuple[str, ...], *, implementation: str, folder: Path) -> None:
    """Drop inputs that reach nothing that smaller ones do not; regressions stay."""
    for name in target_names(targets):
        files = list(Corpus(folder / name).files())
        kept = _covering(name, [], files, implementation)
        for file in files:
            if file not in kept:
                file.unlink()
        click.echo(f"{name}: {len(kept)} of {len(files)} inputs reach the same")


@command.command("merge")
@click.argument("name", metavar="TARGET")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FOLDER...")
@_implementation_option
@_folder_option
@debug_option
def merge(name: str, sources: tuple[Path, ...], *, implementation: str, folder: Path) -> None:
    """Add to the corpus of TARGET the files of other folders that reach something new.

    They may come from any fuzzer: a file is an input, whatever it is called.
    """
    corpus, longest = Corpus(folder / target(name).name), target(name).longest
    own, others = list(corpus.files()), _inputs(sources, longest)
    kept = _covering(name, own, others, implementation)
    for file in kept[len(own) :]:
        corpus.save(file.read_bytes())
    click.echo(f"{name}: {len(kept) - len(own)} of {len(others)} inputs reach something new")


def _inputs(folders: Sequence[Path], longest: int) -> list[Path]:
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}")
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    return [f for f in files if f.name != "README.md" and f.name[0] != "." and f.stat().st_size <= longest]


def _covering(
    name: str, settled: Sequence[Path], candidates: Sequence[Path], implementation: str
) -> list[Path]:
    """`settled`, and those candidates that reach something new, small ones first."""
    with Signals().watched():
        reached = survey(name, [*settled, *candidates], terms_for(implementation, ()))
    chosen, seen = list(settled), {each for file in settled for each in reached[file]}

    def rank(file: Path) -> tuple[bool, int, str]:
        return not file.name.endswith(REGRESSION), file.stat().st_size, file.name

    for file in sorted(candidates, key=rank):
        if not reached[file] <= seen or file.name.endswith(REGRESSION):
            chosen.append(file)
            seen |= reached[file]
    return chosen
