"""Figures as values: tables of named rows, which print, are kept as JSON, and are held against older ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError

_NAME, _WIDTH = 52, 14


@dataclass(frozen=True)
class Row:
    """One line of a table: what was measured, and a figure for each column; None where there is none."""

    name: str
    figures: tuple[float | None, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a title, as they are measured. columns: what the figures are, with their unit."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[Row]

    def printed(self) -> Table:
        """Print the table line by line, as it is measured, and return it with all its rows."""
        print(f"\n{self.title:<{_NAME}}" + "".join(f"{column:>{_WIDTH}}" for column in self.columns))
        rows = []
        for row in self.rows:
            print(f"{row.name:<{_NAME}}" + "".join(map(_cell, row.figures)), flush=True)
            rows.append(row)
        return Table(self.title, self.columns, tuple(rows))


def _cell(figure: float | None) -> str:
    if figure is None:
        return f"{'-':>{_WIDTH}}"
    whole = isinstance(figure, int) or abs(figure) >= 1000
    return f"{figure:>{_WIDTH},.{0 if whole else 2}f}"


def write(path: Path, facts: dict[str, str], tables: Iterable[Table]) -> None:
    """Write tables as JSON. facts: of the machine and the versions they were measured on."""
    told = [
        {
            "title": table.title,
            "columns": table.columns,
            "rows": {row.name: row.figures for row in table.rows},
        }
        for table in tables
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"facts": facts, "tables": told}, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict[str, str], list[Table]]:
    """What `write` wrote. Raises `UsageError` when it is something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        tables = [
            Table(
                str(each["title"]),
                tuple(map(str, each["columns"])),
                tuple(Row(name, tuple(figures)) for name, figures in each["rows"].items()),
            )
            for each in told["tables"]
        ]
        return dict(told["facts"]), tables
    except OSError as error:
        raise UsageError(f"cannot read figures from {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path}: these are no figures of `nox -s bench`") from None


def changes(old: Iterable[Table], new: Iterable[Table]) -> Iterator[Table]:
    """New through old, for every figure that both have."""
    before = {(table.title, table.columns, row.name): row.figures for table in old for row in table.rows}
    for table in new:
        rows = [
            Row(row.name, tuple(map(_through, row.figures, before[table.title, table.columns, row.name])))
            for row in table.rows
            if (table.title, table.columns, row.name) in before
        ]
        if rows:
            yield Table(f"{table.title}: new through old", table.columns, tuple(rows))


def _through(new: float | None, old: float | None) -> float | None:
    return new / old if new is not None and old else None
