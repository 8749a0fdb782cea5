"""Entries proposed for a file of known failures: the fewest and narrowest globs for what a run found.

Failures of one origin and clause are one group. Within a scenario the failing settings are covered by
globs that may leave driver, role or version open, but match no setting that was tried and never failed so.
Scenarios that need the same glob share an entry where their names begin alike and no other's does that
passes. What is proposed lacks its reason, which a person has to give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import tomli_w

from harness.collection import matches
from harness.errors import UsageError
from harness.events import CellFinished, CellResult, Event
from harness.names import FINDINGS, Verdict
from harness.run.known import KnownFailures, findings_in, own_name

#: Driver, role and version: what a glob may leave open; schedule, peer and seed it always does.
Place = tuple[str, str, str]
_FAMILIES = ("asyncio-*", "socket*")


@dataclass(frozen=True)
class Proposal:
    """An entry that lacks its reason. `came`: what was seen at its evidence; `count`: cells it covers."""

    cells: str
    origin: str
    clause: str
    evidence: str
    came: str
    count: int

    def __str__(self) -> str:
        table = {
            "cells": self.cells,
            "origin": self.origin,
            "reason": "",
            "clause": self.clause,
            "evidence": self.evidence,
        }
        seen = " ".join(self.came.split())
        comment = f"# {self.count} {'cell' if self.count == 1 else 'cells'}: {seen}"
        return f"{comment}\n{tomli_w.dumps({'known': [table]})}"


@dataclass
class _Failing:
    """So many failing cells, and the plainest of them."""

    shown: CellResult
    count: int = 0

    def add(self, result: CellResult) -> None:
        self.count += 1
        self.shown = min(self.shown, result, key=_plainness)


@dataclass
class _Group:
    """The failing cells of one origin and clause, by scenario and place."""

    failing: dict[str, dict[Place, _Failing]] = field(default_factory=dict)

    def add(self, result: CellResult) -> None:
        places = self.failing.setdefault(result.scenario, {})
        places.setdefault(_place_of(result), _Failing(result)).add(result)


class Proposals:
    """A listener of one implementation's run; `entries` are those that could be added to what is known."""

    def __init__(self, known: KnownFailures) -> None:
        self._known = known
        self._tried: dict[str, set[Place]] = {}
        self._groups: dict[tuple[str, str], _Group] = {}

    def __call__(self, event: Event) -> None:
        """Take in a result."""
        if isinstance(event, CellFinished):
            self._take_in(event.result)

    def _take_in(self, result: CellResult) -> None:
        if result.verdict is not Verdict.UNSUPPORTED:
            self._tried.setdefault(result.scenario, set()).add(_place_of(result))
        if result.verdict not in FINDINGS or result.known is not None:
            return
        for found in findings_in(result):
            if self._known.excuse(found) is None:
                self._groups.setdefault((found.origin, found.requirement), _Group()).add(found)

    @property
    def entries(self) -> list[Proposal]:
        """The entries, in the order of their cells and origins."""
        found = [each for key, group in self._groups.items() for each in self._of(group, *key)]
        return sorted(found, key=lambda each: (each.cells, each.origin))

    def _of(self, group: _Group, origin: str, clause: str) -> Iterator[Proposal]:
        shapes: dict[Place, list[str]] = {}
        for scenario, places in sorted(group.failing.items()):
            for shape in cover(places, self._tried[scenario] - set(places)):
                shapes.setdefault(shape, []).append(scenario)
        for shape, scenarios in shapes.items():
            for beginning in self._beginnings(scenarios, shape, group):
                covered = [
                    failing
                    for scenario, places in group.failing.items()
                    for place, failing in places.items()
                    if matches(beginning, scenario) and _within(place, shape)
                ]
                shown = min((each.shown for each in covered), key=_plainness)
                count = sum(each.count for each in covered)
                cells = f"{beginning}[{_joined(own_name(shown), shape)}"
                yield Proposal(cells, origin, clause, own_name(shown), shown.reason, count)

    def _beginnings(self, scenarios: Sequence[str], shape: Place, group: _Group) -> Iterator[str]:
        """Globs over scenario names: of those that begin alike one, where no passing one begins so."""
        left = list(scenarios)
        while left:
            alike = next(self._common(left, shape, group), left[0])
            yield alike
            left = [each for each in left if not matches(alike, each)]

    def _common(self, left: Sequence[str], shape: Place, group: _Group) -> Iterator[str]:
        """Globs that fit the first of those left, and another one; the widest first."""
        theme, _, function = left[0].partition("/")
        words = function.split("_")
        for number in range(len(words)):
            glob = f"{theme}/{''.join(f'{word}_' for word in words[:number])}*"
            fitting = [each for each in self._tried if matches(glob, each)]
            if sum(matches(glob, each) for each in left) < 2:
                return
            if not any(
                _within(place, shape) and place not in group.failing.get(each, ())
                for each in fitting
                for place in self._tried[each]
            ):
                yield glob


def cover(failing: Iterable[Place], passing: Iterable[Place]) -> list[Place]:
    """Few shapes that match every failing place and no passing one, the widest first."""
    left, passing = set(failing), set(passing)
    drivers = sorted({place[0] for place in left})
    roles, versions = (sorted({place[at] for place in left}) for at in (1, 2))
    shapes = [
        shape
        for shape in product(["*", *_FAMILIES, *drivers], ["*", *roles], ["*", *versions])
        if not any(_within(place, shape) for place in passing)
    ]
    chosen: list[Place] = []
    while left:
        widest = max(shapes, key=lambda shape: (_met(shape, left), shape.count("*"), shape))
        chosen.append(widest)
        left -= {place for place in left if _within(place, widest)}
    return chosen


def write_proposals(path: Path, proposals: Sequence[Proposal]) -> None:
    """Add entries to a file, behind what stands there. Raises `UsageError` when it cannot be written."""
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        parts = [before.rstrip("\n")] if before.strip() else []
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "\n\n".join([*parts, *(str(each).rstrip("\n") for each in proposals)]) + "\n", "utf-8"
        )
    except OSError as error:
        raise UsageError(f"cannot write known failures to {path}: {error.strerror}") from None


def _met(shape: Place, places: Iterable[Place]) -> int:
    return sum(_within(place, shape) for place in places)


def _within(place: Place, shape: Place) -> bool:
    return all(matches(glob, word) for glob, word in zip(shape, place, strict=True))


def _place_of(result: CellResult) -> Place:
    return result.driver, str(result.role), str(result.tls)


def _joined(cell: str, shape: Place) -> str:
    """The bracket of a glob: the implementation of a cell, and a shape without needless stars."""
    words = [cell.partition("[")[2].partition(":")[0], *shape, "*"]
    kept = [word for at, word in enumerate(words) if word != "*" or words[at - 1] != "*"]
    return f"{':'.join(kept)}]#*"


def _plainness(result: CellResult) -> tuple[bool, int, str]:
    return result.schedule != "straight", len(result.cell), result.cell
