"""`tls-harness replay CELL --script [FILE]`: a cell as a script that runs without the harness."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from harness.collection import collect
from harness.errors import Unsupported, UsageError
from harness.pki import Pki, mint
from harness.run.cell import Cell
from harness.run.executor import Lost
from harness.run.isolate import Isolation
from harness.run.worker import Bench
from harness.script.spelling import NoScript
from harness.script.trying import script_for


def write_script(target: str, cells: Sequence[Cell], file: str, catalogue: Path, origin: str) -> int:
    """Write the script of the one cell to a file, or to the screen for "-"; it was tried before.

    origin: a glob, which of the cell's findings. Raises `UsageError` when there are several cells, none can
    be made, or the file cannot be written.
    """
    if len(cells) != 1:
        raise UsageError(f"--script is for one cell, and {target} has {len(cells)}")
    with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
        pki = mint(keys)
        try:
            _need_survival(cells[0], catalogue, pki)
            script = script_for(Bench(collect(catalogue), pki), cells[0], origin)
        except Unsupported as why:
            raise UsageError(f"there is no script for {cells[0].name}: {why}") from None
    if file == "-":
        click.echo(script.text, nl=False)
        return 0
    try:
        Path(file).write_text(script.text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write the script to {file}: {error.strerror}") from error
    click.echo(f"{file}: needs {script.needs}; it was run, and shows what the cell shows")
    return 0


def _need_survival(cell: Cell, catalogue: Path, pki: Pki) -> None:
    """Raise `NoScript` for a cell that takes its process down or hangs: its transcript is lost with it."""
    with Isolation(catalogue, pki, 1) as isolation:
        (report,) = isolation.submit([cell]).result()
    if isinstance(report, Lost):
        raise NoScript(f"its process is lost ({report.how}: {report.told}), and the transcript")
