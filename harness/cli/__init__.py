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
from importlib import import_module
from typing import NoReturn

import click

from harness import __version__
from harness.cli.border import guarded

#: Each command: the module here that brings it, and what it is called there.
COMMANDS = {
    "check": ("check", "command"),
    "compare": ("compare", "command"),
    "corpus": ("corpus", "command"),
    "coverage": ("listing", "coverage"),
    "dissent": ("dissent", "command"),
    "explain": ("explain", "command"),
    "fuzz": ("fuzz", "command"),
    "list": ("listing", "command"),
    "matrix": ("matrix", "command"),
    "merge": ("merge", "command"),
    "promote": ("promote", "command"),
    "replay": ("replay", "command"),
    "report": ("report", "command"),
    "run": ("run", "command"),
    "search": ("search", "command"),
}


class Commands(click.Group):
    """The commands, each imported when it is asked for: some bring a TLS stack with them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None for none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"harness.cli.{module}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tls-harness", message="%(prog)s %(version)s")
def tls_harness() -> None:
    """Conformance testing for TLS implementations that Python code reaches.

    Exit codes: 0 as expected, 1 findings or stale known failures, 2 usage, 3 a fault of the harness,
    128 + n ended by signal n.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, `sys.argv` by default, and exit."""
    sys.exit(guarded(tls_harness, sys.argv[1:] if arguments is None else arguments))
