"""The front door: `tls-harness`, one command each for what a user wants.

run.py        put implementations on trial
check.py      whether what drives them is sound
matrix.py     several stacks side by side
replay.py     repeat cells and finds (inputs.py: those that are bytes)
fuzz.py       search with Atheris; corpus.py: the inputs it starts from; search.py: search with Hypothesis
promote.py    make a find permanent
scripting.py  a cell as a script that needs no harness
dissent.py    who stands alone among several implementations
compare.py    what changed between two runs
merge.py      results of several runs, or of the shards of one, in one file
parts.py      a run in part: shard, resume, budget
report.py     results as a site, and in Markdown
listing.py    what there is: list, coverage
explain.py    the page of one scenario
border.py     where every exception becomes a sentence and an exit code
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from harness import __version__
from harness.cli import (
    check,
    compare,
    corpus,
    dissent,
    explain,
    fuzz,
    listing,
    matrix,
    merge,
    promote,
    replay,
    report,
    run,
    search,
)
from harness.cli.border import guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tls-harness", message="%(prog)s %(version)s")
def tls_harness() -> None:
    """Conformance testing for TLS implementations that Python code reaches.

    Exit codes: 0 as expected, 1 findings or stale known failures, 2 usage, 3 a fault of the harness,
    128 + n ended by signal n.
    """


_COMMANDS = (
    run.command,
    check.command,
    matrix.command,
    listing.command,
    explain.command,
    replay.command,
    compare.command,
    merge.command,
    report.command,
    dissent.command,
    fuzz.command,
    search.command,
    corpus.command,
    promote.command,
    listing.coverage,
)
for _command in _COMMANDS:
    tls_harness.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, `sys.argv` by default, and exit."""
    sys.exit(guarded(tls_harness, sys.argv[1:] if arguments is None else arguments))
