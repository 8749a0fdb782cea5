"""The results file: one JSON line a cell, flushed as it comes, so that a killed run leaves a readable file.

The first line is the run, the last one its end; `docs/results.md` describes every field. Everything
else (terminal, JUnit, comparisons) can be made from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.events import CellFinished, CellResult, CellsPlanned, Event, RunFinished, RunStarted
from harness.names import Grade, Role, Tls, Verdict
from harness.report.findings import REPLAY, reproducer
from harness.report.outfile import create

#: The version of the file's schema: another one means other fields.
SCHEMA = 1

_READERS: dict[str, Callable[[Any], object]] = {
    "requirements": lambda value: tuple(map(str, value)),
    "details": lambda value: tuple(map(str, value)),
    "steps": lambda value: (int(value[0]), int(value[1])),
    "role": Role,
    "tls": Tls,
    "verdict": Verdict,
    "grade": lambda value: None if value is None else Grade(value),
    "known": lambda value: None if value is None else str(value),
    "others": lambda value: tuple((str(a), str(b), str(c)) for a, b, c in value),
    "seed": int,
    "duration": float,
}


class ResultsFile:
    """A listener that writes `path`, whose folder is made if missing; its last file is replaced.

    replay: the command that replays a cell. Raises `UsageError` when the file cannot be opened or
    written; what was written before stays.
    """

    def __init__(self, path: Path, version: str, replay: str = REPLAY) -> None:
        self.path = path
        self.cells = 0
        self._version = version
        self._replay = replay
        self._planned = 0
        self._file = create(path, "results")

    def __call__(self, event: Event) -> None:
        """Write what the event tells, if anything."""
        match event:
            case RunStarted():
                told = {"profile": event.profile, "seed": event.seed, "digest": event.digest}
                self._line(
                    {"schema": SCHEMA, "kind": "run", "version": self._version, **told, "facts": event.facts}
                )
            case CellsPlanned():
                self._planned += event.count
            case CellFinished():
                result = vars(event.result)
                self._line({"kind": "cell", **result, "reproducer": reproducer(event.result, self._replay)})
                self.cells += 1
            case RunFinished():
                self._end(event)

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _end(self, event: RunFinished) -> None:
        complete = event.interrupted is None and self._planned == event.cells
        told = {"complete": complete, "interrupted": event.interrupted, "stale": event.stale}
        self._line({"kind": "end", "cells": event.cells, **told})

    def _line(self, told: dict[str, object]) -> None:
        """One whole line, past any buffer: what was told is in the file."""
        data = json.dumps(told, separators=(",", ":")).encode() + b"\n"
        try:
            while data:
                data = data[os.write(self._file, data) :]
        except OSError as error:
            kept = f"the {self.cells} cells before are kept"
            raise UsageError(f"cannot write results to {self.path}: {error.strerror}; {kept}") from error


@dataclass(frozen=True)
class Results:
    """What a results file holds. `end` is None when the run was killed before it could say goodbye."""

    header: dict[str, Any]
    cells: list[CellResult] = field(default_factory=list)
    end: dict[str, Any] | None = None

    @property
    def shortfall(self) -> str | None:
        """Why this is not a whole run, in a sentence that says how far it got; None when it is."""
        got = f"{len(self.cells)} cells are in the file"
        if self.end is None:
            return f"the run was killed before its end; {got}"
        if self.end.get("interrupted"):
            return f"the run was {self.end['interrupted']}; {got}"
        return None if self.end.get("complete") else f"the run stopped before its end; {got}"


def read_results(path: Path) -> Results:
    """Read a results file. Raises `UsageError` naming file and line of what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"cannot read results from {path}: {told}") from None
    if not lines[-1]:
        lines.pop()
    if not lines:
        raise UsageError(f"{path}: the file is empty, so it holds no results")
    tables = [_table(line, number, lines, path) for number, line in enumerate(lines, 1)]
    _check_header(tables[0], path)
    return _sorted_out(tables, path)


def _table(line: str, number: int, lines: list[str], path: Path) -> dict[str, Any]:
    try:
        table = json.loads(line)
    except ValueError:
        if number == len(lines) > 1:
            whole = f"{number - 1} whole lines precede it"
            raise UsageError(f"{path}:{number}: the last line is truncated; {whole}") from None
        raise UsageError(f"{path}:{number}: it is not a line of JSON") from None
    if not isinstance(table, dict):
        raise UsageError(f"{path}:{number}: it is not a JSON object")
    return table


def _check_header(header: dict[str, Any], path: Path) -> None:
    if header.get("kind") != "run" or "schema" not in header:
        raise UsageError(f"{path}:1: it is not the first line of a results file")
    if header["schema"] != SCHEMA:
        raise UsageError(
            f"{path}:1: it has schema version {header['schema']!r}, and only version {SCHEMA} can be read"
        )


def _sorted_out(tables: list[dict[str, Any]], path: Path) -> Results:
    results = Results(tables[0])
    for number, table in enumerate(tables[1:], 2):
        if table.get("kind") == "end" and number == len(tables):
            return Results(results.header, results.cells, table)
        if table.get("kind") != "cell":
            raise UsageError(f"{path}:{number}: a line of kind {table.get('kind')!r} cannot stand here")
        results.cells.append(_cell(table, f"{path}:{number}"))
    return results


def _cell(table: dict[str, Any], place: str) -> CellResult:
    values: dict[str, Any] = {}
    for each in fields(CellResult):
        if each.name in table:
            try:
                values[each.name] = _READERS.get(each.name, str)(table[each.name])
            except (ValueError, TypeError, IndexError, KeyError):
                told = f"{each.name} cannot be {table[each.name]!r}"
                raise UsageError(f"{place}: {told}") from None
        elif each.default is MISSING:
            raise UsageError(f"{place}: the cell lacks its {each.name}")
    return CellResult(**values)
