"""`tls-harness report`: results as a site that opens from disk, and a summary for a pull request."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from harness import __version__
from harness.cli.border import Signals
from harness.cli.shared import catalogue_option, debug_option, jobs_option, need_descriptors, replay_command
from harness.collection import Catalogue, collect
from harness.errors import UsageError
from harness.events import digest_of
from harness.report.compare import compare
from harness.report.results import Joined, Results, open_results
from harness.report.summary import summary
from harness.report.tally import Tally
from harness.site import folder
from harness.site.darkroom import prints, scripts, worth_a_picture
from harness.site.data import legible
from harness.site.development import Print
from harness.site.pages import Site

_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
_PICTURES, _SCRIPTS = 400, 8


@click.command("report")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULTS.jsonl...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("reports/site"),
    show_default=True,
    metavar="FOLDER",
    help="Where the site goes: a folder of its own.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="BEFORE.jsonl",
    help="An earlier run to compare with.",
)
@click.option(
    "--markdown",
    is_flag=True,
    help=f"Print a short summary too, and append it to ${_STEP_SUMMARY} if that is set.",
)
@click.option(
    "--pictures",
    type=click.IntRange(0),
    default=_PICTURES,
    show_default=True,
    help="Repeat so many failing cells at most, to draw them; the plainest of each finding first.",
)
@click.option(
    "--scripts",
    "alone",
    type=click.IntRange(0),
    default=_SCRIPTS,
    show_default=True,
    help="Of so many of the cells that are drawn try to make a script that needs no harness.",
)
@jobs_option
@catalogue_option
@debug_option
def command(
    files: tuple[Path, ...],
    *,
    output: Path,
    against: Path | None,
    markdown: bool,
    pictures: int,
    alone: int,
    jobs: int,
    catalogue: Path,
) -> None:
    """Make a site of one or more results files, with a picture of every conversation that failed.

    The exit code is 0 whatever the results are: `run` has told that already.
    """
    folder.claim(output)
    runs = [(_legible(path.name), _read(path)) for path in files]
    _refuse_doubles(runs)
    before = None if against is None else (_legible(against.name), _read(against))
    collected = collect(catalogue)
    notices = _notices([*runs, *([before] if before else [])], collected)
    merged = Results(runs[0][1].header, Joined([results.cells for _, results in runs]))
    tally = Tally.of(merged.cells)
    site = Site(
        runs,
        tally,
        collected,
        catalogue,
        __version__,
        replay_command(catalogue),
        against=None if before is None else (before[0], compare(before[1], merged)),
        notices=notices,
    )
    wanted = worth_a_picture(merged.cells, tally, pictures)
    need_descriptors(jobs)
    with Signals().watched():
        site.prints = prints(wanted, collected, catalogue, jobs)
        drawn = [cell for cell, each in site.prints.items() if isinstance(each, Print)]
        first = [each.cell for each in wanted if each.cell in drawn][:alone]
        site.scripts = scripts(first, catalogue, jobs)
        files_of_site = site.files()
        with Signals().shielded():
            folder.write(output, files_of_site)
    if markdown:
        _summarise(summary(tally, site.against, notices))
    click.echo(f"site: {output / 'index.html'}", err=markdown)


def _read(path: Path) -> Results:
    results = open_results(path)
    return Results(results.header, Joined([results.cells], legible), results.end)


def _legible(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _refuse_doubles(runs: Sequence[tuple[str, Results]]) -> None:
    seen: dict[bytes, str] = {}
    for name, results in runs:
        for result in results.cells:
            cell = digest_of(result.cell)
            if cell in seen:
                raise UsageError(
                    f"{result.cell} stands in {seen[cell]} and again in {name}; "
                    "two runs are compared with --against, and parts of one are merged"
                )
            seen[cell] = name
    if not seen:
        raise UsageError("there is no cell in these results")


def _notices(runs: Sequence[tuple[str, Results]], catalogue: Catalogue) -> list[str]:
    """What a reader has to know before believing the rest."""
    found = [f"{name}: {results.shortfall}." for name, results in runs if results.shortfall]
    digests = {results.header.get("digest") for _, results in runs}
    if len(digests) > 1:
        found.append("These results are of different catalogues: a scenario may ask something else in each.")
    elif digests != {catalogue.digest}:
        found.append(
            "These results are of another catalogue than the one at hand: what scenarios and clauses say, "
            "and the pictures, are of the latter."
        )
    for name, results in runs:
        for stale in (results.end or {}).get("stale", ()):
            found.append(f"{name}: a known failure is stale: {stale}")  # noqa: PERF401 -- reads better
    return found


def _summarise(text: str) -> None:
    click.echo(text)
    target = os.environ.get(_STEP_SUMMARY)
    if target:
        try:
            with Path(target).open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(text)
        except OSError as error:
            raise UsageError(f"cannot append the summary to {target}: {error.strerror}") from None
