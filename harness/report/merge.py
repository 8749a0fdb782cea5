"""Results of several runs as those of one: every cell once, and nothing that is missing goes unsaid.

Cells are copied as they stand. Whether a known failure is stale only shows when all are together: each part
says at its end which it tried, and which of those it met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.events import CellResult, RunFinished, digest_of
from harness.report.alike import COMMON, difference
from harness.report.lines import LinesOut
from harness.report.results import as_line, end_line, results_lines, shortfall

_LISTED = 8


@dataclass
class Merge:
    """What comes of several files. gaps: what is not there, a clause each; doubles: cells met again."""

    files: Sequence[Path]
    gaps: list[str] = field(default_factory=list)
    doubles: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _seen: dict[bytes, str] = field(default_factory=dict)
    _ends: list[dict[str, Any]] = field(default_factory=list)

    def into(self, path: Path) -> RunFinished:
        """Write all cells to `path`, which is replaced once the last is written; how it all ended.

        Raises `UsageError` where the files cannot be of one run, contradict each other, or cannot be read
        or written; then `path` is as it was.
        """
        headers = [next(results_lines(file)).table for file in self.files]
        self._refuse_strangers(headers)
        self._miss_shards(headers)
        out = LinesOut(path, "results", beside=True)
        try:
            out.write(as_line(_header(headers)))
            for file in self.files:
                self._copy(file, out)
            finished = self._finished()
            complete = not self.gaps and not finished.left_out
            out.write(as_line(end_line(finished, complete=complete, missing="; ".join(self.gaps) or None)))
            out.settle()
        except OSError as error:
            raise UsageError(f"cannot write results to {path}: {error.strerror}; it is as it was") from error
        finally:
            out.close()
        return finished

    def _refuse_strangers(self, headers: Sequence[dict[str, Any]]) -> None:
        """Raise `UsageError` naming two files that are not of one run, and in what they differ."""
        for (one, here), (other, there) in combinations(zip(self.files, headers, strict=True), 2):
            told = difference(here, there, (*COMMON, "facts"))
            if told is None and _parts(here) != _parts(there):
                told = f"{_kind(here)} in one and {_kind(there)} in the other"
            if told is None and _parts(here):
                told = difference(here, there, ("request",))
            if told is not None:
                raise UsageError(f"{one} and {other} cannot be merged: {told}")

    def _miss_shards(self, headers: Sequence[dict[str, Any]]) -> None:
        there = {header.get("shard") for header in headers}
        of = _parts(headers[0])
        missing = [each for each in (f"{number}/{of}" for number in range(1, of + 1)) if each not in there]
        if missing:
            self.gaps.append(_missing(missing))

    def _copy(self, file: Path, out: LinesOut) -> None:
        """The cells of a file that were not met before."""
        cells, end = 0, None
        for line in results_lines(file):
            if line.table["kind"] == "cell":
                cells += 1
                if self._is_new(line.result, file):
                    out.write(line.text + b"\n")
            elif line.table["kind"] == "end":
                end = line.table
                self._ends.append(end)
        told = shortfall(end, cells)
        if told and not (end or {}).get("left_out"):
            self.gaps.append(f"{file}: {told}")

    def _is_new(self, result: CellResult, file: Path) -> bool:
        """Count a cell, unless it was met before. Raises `UsageError` where that contradicts this."""
        came = "known" if result.known is not None else result.verdict.value
        name = digest_of(result.cell)
        if name not in self._seen:
            self._seen[name] = came
            self._counts[came] += 1
            return True
        if self._seen[name] != came:
            told = f"it came to {self._seen[name]} in a file before {file}, and to {came} there"
            raise UsageError(f"{result.cell} is contradicted: {told}")
        self.doubles += 1
        return False

    def _finished(self) -> RunFinished:
        sightings: dict[str, str | None] = {}
        left_out: Counter[str] = Counter()
        said: dict[str, None] = {}
        for end in self._ends:
            left_out.update(end.get("left_out") or {})
            said |= dict.fromkeys(end.get("stale") or ())
            for source, doubt in (end.get("sightings") or {}).items():
                sightings[source] = doubt if sightings.get(source, doubt) is not None else None
        doubts = [doubt for doubt in sightings.values() if doubt is not None]
        known_of = {doubt for end in self._ends for doubt in (end.get("sightings") or {}).values()}
        stale = [each for each in said if each in doubts or each not in known_of]
        if not self.gaps and not left_out:
            stale += [each for each in doubts if each not in stale]
        counts = dict(self._counts)
        return RunFinished(self._counts.total(), None, tuple(stale), counts, sightings, dict(left_out))


def _header(headers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """That of the whole: all facts; no request where the parts had several."""
    first = headers[0]
    facts = {name: each for header in headers for name, each in header.get("facts", {}).items()}
    alike = all(difference(first, header, ("request",)) is None for header in headers)
    budget = max((header.get("budget") or 0 for header in headers), default=0) or None
    return {**first, "facts": facts, "request": first.get("request") if alike else None} | {
        "shard": None,
        "budget": budget,
    }


def _parts(header: dict[str, Any]) -> int:
    """Of how many shards this is one, 0 for a whole run."""
    _, _, of = str(header.get("shard") or "").partition("/")
    return int(of) if of.isdecimal() else 0


def _kind(header: dict[str, Any]) -> str:
    return f"there is shard {header['shard']}" if _parts(header) else "there is a whole run"


def _missing(shards: Sequence[str]) -> str:
    if len(shards) == 1:
        return f"shard {shards[0]} is missing"
    if len(shards) > _LISTED:
        return f"shards {', '.join(shards[:_LISTED])} and {len(shards) - _LISTED} others are missing"
    return f"shards {', '.join(shards[:-1])} and {shards[-1]} are missing"
