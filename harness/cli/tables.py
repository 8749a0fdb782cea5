"""Tables for people: aligned columns where they fit a terminal, one item below the other where not.

Piped, every row is one line, so that `grep` and `cut` can have it; programs take `--json`.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

import click
from rich.console import Console

_GAP = 2
_LEAST = 28


def show(console: Console, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head."""
    widths = [max(map(len, column)) + _GAP for column in zip(head, *rows, strict=True)][:-1]
    room = console.width - sum(widths)
    if console.is_terminal and room < _LEAST:
        for row in rows:
            _show_stacked(console, head, row)
        return
    for row in (head, *rows):
        for line in _aligned(row, widths, room if console.is_terminal else None):
            console.print(line, soft_wrap=True, style="bold" if row is head else "")


def show_json(value: object) -> None:
    """Print a value as JSON, keys in the order given."""
    click.echo(json.dumps(value, indent=2))


def _aligned(row: Sequence[str], widths: Sequence[int], room: int | None) -> Iterator[str]:
    """The lines of one row; the last column wraps in the room it has."""
    lead = "".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=False))
    lines = [row[-1]] if room is None else _wrapped(row[-1], room)
    yield f"{lead}{lines[0]}".rstrip()
    for line in lines[1:]:
        yield " " * len(lead) + line


def _show_stacked(console: Console, head: Sequence[str], row: Sequence[str]) -> None:
    """The first column as a title, each other one below it under its name."""
    console.print(row[0], soft_wrap=True, style="bold")
    label = max(map(len, head[1:])) + _GAP
    for name, text in zip(head[1:], row[1:], strict=True):
        if not text:
            continue
        for number, line in enumerate(_wrapped(text, console.width - label - _GAP)):
            start = name if number == 0 else ""
            console.print(f"{'':<{_GAP}}{start:<{label}}{line}", soft_wrap=True)


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
