"""What stacks can do, asked before they are put on trial, and told in a line or a few for each."""

from __future__ import annotations

from collections.abc import Sequence

import click

from harness.cli.border import Exit
from harness.run.capabilities import Capabilities, Stack, probe
from harness.run.isolate import WATCHDOG


def ask(stacks: Sequence[Stack], jobs: int, watchdog: float = WATCHDOG) -> list[Capabilities]:
    """What became of trying every feature with each stack; it is told, too."""
    probed = probe(stacks, jobs or 1, watchdog) if stacks else []
    for each in probed:
        _tell(each)
    return probed


def with_doubts(code: int, probed: Sequence[Capabilities]) -> int:
    """The exit code of a run in which everything is well, if only what was called unsupported is."""
    doubted = [each.stack.name for each in probed if each.doubt is not None]
    if code != Exit.OK or not doubted:
        return code
    click.echo(f"{', '.join(doubted)}: what it calls unsupported may be hidden failures; see its word above")
    return Exit.FINDINGS


def _tell(probed: Capabilities) -> None:
    """What a stack is and can do, or why it is not tried: a line; and a line where its word is in doubt."""
    if probed.missing is not None:
        click.echo(f"{probed.stack.name}: not tried: {probed.missing}")
        return
    click.echo(f"{probed.stack.name}: {probed.supports()}")
    if probed.doubt is not None:
        click.echo(f"{probed.stack.name}: {probed.doubt}")
    for feature, why in probed.lacks():
        click.echo(f"{probed.stack.name}: no {feature}: {why}")
