"""`tls-harness check`: whether what drives an implementation is sound, before its stack is blamed."""

from __future__ import annotations

import click

from harness.cli.border import Exit
from harness.cli.shared import debug_option, drivers_named
from harness.run.checking import UnsoundDriver, check_implementation


@click.command("check")
@click.argument("implementation")
@click.option(
    "--driver", "drivers", multiple=True, metavar="NAME", help="Only these; all that suit it if none."
)
@debug_option
def command(implementation: str, drivers: tuple[str, ...]) -> int:
    """Prove the drivers of IMPLEMENTATION sound: nothing fed is lost, takes drain, attempts return.

    Exit code 1 when one is not. A module shaped like ssl may fail here by its own fault: its MemoryBIO
    loses bytes, say. Then no finding behind that tells anything.
    """
    try:
        found = check_implementation(implementation, *drivers_named(drivers))
    except UnsoundDriver as error:
        click.echo(f"{implementation} is driven unsoundly:\n{error}")
        return Exit.FINDINGS
    for told in dict.fromkeys(found.unsupported):
        click.echo(f"unsupported: {told}")
    click.echo(f"{implementation} is driven soundly: {found.checks} checks")
    return Exit.OK
