"""`tls-harness merge`: the results of several runs, or of the shards of one, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.border import Exit
from harness.cli.run import exit_code
from harness.cli.shared import debug_option
from harness.errors import UsageError
from harness.report.merge import Merge


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULTS.jsonl...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Where all cells go; compressed where it ends in .zst.",
)
@debug_option
def command(files: tuple[Path, ...], output: Path) -> int:
    """Put the results of several runs of one catalogue together, each cell once.

    The exit code is that of one run with all these cells; 2 too where a shard or a part of a run is missing.
    """
    merge = Merge(files)
    finished = merge.into(output)
    told = ", ".join(f"{count} {name}" for name, count in sorted(finished.counts.items()))
    click.echo(f"{finished.cells} cells of {len(files)} files: {told or 'none'}")
    if merge.doubles:
        click.echo(f"{merge.doubles} cells stood in several files, and are counted once")
    for sentence in finished.stale:
        click.echo(f"stale: {sentence}")
    if finished.left_out:
        click.echo(f"left out for want of time: {sum(finished.left_out.values())} cells")
    click.echo(f"results: {output}")
    code = exit_code(finished)
    if merge.gaps and code == Exit.OK:
        raise UsageError(f"{output} is not complete: {'; '.join(merge.gaps)}")
    for gap in merge.gaps:
        click.echo(f"not complete: {gap}", err=True)
    return code
