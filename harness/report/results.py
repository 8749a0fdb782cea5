"""The results file: one JSON line a cell, flushed as it comes, so that a killed run leaves a readable file.

The first line is the run, the last one its end; `docs/results.md` describes every field. Everything
else (terminal, JUnit, comparisons) can be made from it. What reads many cells reads them as a stream, once
or several times: a file may hold more of them than memory does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.events import (
    CellFinished,
    CellResult,
    CellsPlanned,
    CellsRecalled,
    Event,
    RunFinished,
    RunStarted,
)
from harness.names import Grade, Role, Tls, Verdict
from harness.report.findings import REPLAY, reproducer
from harness.report.lines import LinesOut, lines_in

#: The version of the file's schema: another one means other fields.
SCHEMA = 1


def _triples(value: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(a), str(b), str(c)) for a, b, c in value)


_READERS: dict[str, Callable[[Any], object]] = {
    "requirements": lambda value: tuple(map(str, value)),
    "details": lambda value: tuple(map(str, value)),
    "steps": lambda value: (int(value[0]), int(value[1])),
    "role": Role,
    "tls": Tls,
    "verdict": Verdict,
    "grade": lambda value: None if value is None else Grade(value),
    "known": lambda value: None if value is None else str(value),
    "others": _triples,
    "excused": _triples,
    "sweep": lambda value: None if value is None else int(value),
    "seed": int,
    "duration": float,
}


class ResultsFile:
    """A listener that writes `path`, whose folder is made if missing; its last file is replaced.

    replay: the command that replays a cell. over: a file that the run goes on from; where it is `path`
    itself, it stays until every cell of it has been told again. Raises `UsageError` when the file cannot be
    opened or written; what was written before stays.
    """

    def __init__(self, path: Path, version: str, replay: str = REPLAY, over: Path | None = None) -> None:
        self.path = path
        self.cells = 0
        self._version = version
        self._replay = replay
        self._planned = 0
        same = over is not None and path.exists() and path.samefile(over)
        self._file = LinesOut(path, "results", beside=same)

    def __call__(self, event: Event) -> None:
        """Write what the event tells, if anything."""
        match event:
            case RunStarted():
                self._line(header_line(event, self._version))
            case CellsPlanned():
                self._planned += event.count
            case CellsRecalled():
                self._may_fail(self._file.settle)
            case CellFinished():
                result = vars(event.result)
                self._line({"kind": "cell", **result, "reproducer": reproducer(event.result, self._replay)})
                self.cells += 1
            case RunFinished():
                self._end(event)

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        self._may_fail(self._file.close)

    def _end(self, event: RunFinished) -> None:
        whole = event.interrupted is None and not event.left_out and self._planned == event.cells
        self._line(end_line(event, complete=whole))

    def _line(self, told: dict[str, object]) -> None:
        """One whole line, in the file at once unless it is compressed."""
        self._may_fail(lambda: self._file.write(as_line(told)))

    def _may_fail(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            kept = f"the {max(0, self._file.kept - 1)} cells before are kept"
            kept = kept if self._file.settled else "it is as it was"
            raise UsageError(f"cannot write results to {self.path}: {error.strerror}; {kept}") from error


def as_line(told: dict[str, Any]) -> bytes:
    """A line of the file, its line feed included."""
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def header_line(event: RunStarted, version: str) -> dict[str, Any]:
    """The first line of a run; `version`: of tls-harness."""
    return {"schema": SCHEMA, "kind": "run", "version": version, **asdict(event)}


def end_line(event: RunFinished, *, complete: bool, missing: str | None = None) -> dict[str, object]:
    """The last line of a run that is over; `complete`: whether the file has every cell that was planned.

    missing: what was not there when files were merged, as a sentence.
    """
    return {
        "kind": "end",
        "cells": event.cells,
        "complete": complete,
        "interrupted": event.interrupted,
        "stale": event.stale,
        "sightings": event.sightings,
        "left_out": event.left_out,
        "missing": missing,
    }


@dataclass(frozen=True)
class Results:
    """What a results file holds. `end` is None when the run was killed before it could say goodbye."""

    header: dict[str, Any]
    cells: Collection[CellResult] = field(default_factory=list)
    end: dict[str, Any] | None = None

    @property
    def shortfall(self) -> str | None:
        """Why this is not a whole run, in a sentence that says how far it got; None when it is."""
        return shortfall(self.end, len(self.cells))


def shortfall(end: Mapping[str, Any] | None, cells: int) -> str | None:
    """Why a file with this end, None for none, and so many cells is not a whole run; None when it is."""
    got = f"{cells} cells are in the file"
    if end is None:
        return f"the run was killed before its end; {got}"
    if end.get("interrupted"):
        return f"the run was {end['interrupted']}; {got}"
    if left_out := sum((end.get("left_out") or {}).values()):
        return f"the budget was spent before {left_out} other cells could be tried; {got}"
    if end.get("missing"):
        return f"{end['missing']}; {got}"
    return None if end.get("complete") else f"the run stopped before its end; {got}"


@dataclass(frozen=True)
class Line:
    """One line of a results file: as it stands there, and what it says; `place` is its file and number."""

    text: bytes
    table: dict[str, Any]
    place: str

    @property
    def result(self) -> CellResult:
        """Of a line of kind `cell`. Raises `UsageError` saying what is wrong with it."""
        return _cell(self.table, self.place)


def results_lines(path: Path, *, cut: bool = False) -> Iterator[Line]:
    """The lines of a results file: the run, cells, and its end if it has one.

    cut: a last line that was cut off is left out, in place of being an error. Raises `UsageError` naming file
    and line of what is wrong; what is wrong within a cell shows when its `result` is asked for.
    """
    lines = lines_in(path)
    line = next(lines, None)
    number = 1
    while line is not None:
        following = next(lines, None)
        read = _line(line, number, path, last=following is None, cut=cut)
        if read is not None:
            yield read
        line, number = following, number + 1
    if number == 1:
        raise UsageError(f"{path}: the file is empty, so it holds no results")


def read_results(path: Path) -> Results:
    """Read a results file into memory. Raises `UsageError` naming file and line of what is wrong with it."""
    stored = open_results(path)
    return Results(stored.header, list(stored.cells), stored.end)


def open_results(path: Path, *, cut: bool = False) -> Results:
    """A results file whose cells are read anew in every pass; one pass is made to see that it is right.

    cut: a last line that was cut off is left out. Raises `UsageError` naming file and line of what is wrong.
    """
    lines = results_lines(path, cut=cut)
    header, end, count = next(lines).table, None, 0
    for line in lines:
        if line.table["kind"] == "end":
            end = line.table
        else:
            count += line.result is not None
    return Results(header, StoredCells(path, count, cut), end)


@dataclass(frozen=True)
class StoredCells(Collection[CellResult]):
    """The cells of a results file, of which one at a time is in memory. `cut` is as in `results_lines`."""

    path: Path
    count: int
    cut: bool = False

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[CellResult]:
        return (
            line.result for line in results_lines(self.path, cut=self.cut) if line.table["kind"] == "cell"
        )

    def __contains__(self, result: object) -> bool:
        return any(each == result for each in self)


@dataclass(frozen=True)
class Joined(Collection[CellResult]):
    """The cells of several collections, one behind the other, each as `change` makes it."""

    parts: Sequence[Collection[CellResult]]
    change: Callable[[CellResult], CellResult] | None = None

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[CellResult]:
        cells = chain.from_iterable(self.parts)
        return cells if self.change is None else map(self.change, cells)

    def __contains__(self, result: object) -> bool:
        return any(each == result for each in self)


def _line(line: bytes, number: int, path: Path, *, last: bool, cut: bool) -> Line | None:
    try:
        table = json.loads(line.decode())
    except UnicodeDecodeError:
        raise UsageError(f"cannot read results from {path}: it is not UTF-8 text") from None
    except ValueError:
        if last and number > 1:
            if cut:
                return None
            whole = f"{number - 1} whole lines precede it"
            raise UsageError(f"{path}:{number}: the last line is truncated; {whole}") from None
        raise UsageError(f"{path}:{number}: it is not a line of JSON") from None
    if not isinstance(table, dict):
        raise UsageError(f"{path}:{number}: it is not a JSON object")
    _check_kind(table, number, path, last=last)
    return Line(line, table, f"{path}:{number}")


def _check_kind(table: dict[str, Any], number: int, path: Path, *, last: bool) -> None:
    """Whether this line may stand there."""
    if number > 1:
        if table.get("kind") != "cell" and not (table.get("kind") == "end" and last):
            raise UsageError(f"{path}:{number}: a line of kind {table.get('kind')!r} cannot stand here")
        return
    if table.get("kind") != "run" or "schema" not in table:
        raise UsageError(f"{path}:1: it is not the first line of a results file")
    if table["schema"] != SCHEMA:
        raise UsageError(
            f"{path}:1: it has schema version {table['schema']!r}, and only version {SCHEMA} can be read"
        )


#: Of each field of a result: its name, what reads its value, and whether a line can do without it.
_FIELDS = tuple(
    (each.name, _READERS.get(each.name, str), each.default is not MISSING) for each in fields(CellResult)
)


def _cell(table: dict[str, Any], place: str) -> CellResult:
    values: dict[str, Any] = {}
    for name, read, optional in _FIELDS:
        if name in table:
            try:
                values[name] = read(table[name])
            except (ValueError, TypeError, IndexError, KeyError):
                raise UsageError(f"{place}: {name} cannot be {table[name]!r}") from None
        elif not optional:
            raise UsageError(f"{place}: the cell lacks its {name}")
    return CellResult(**values)
