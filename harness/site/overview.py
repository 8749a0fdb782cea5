"""The front page: the matrix of implementations and themes, and every finding once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from harness.report.findings import Finding
from harness.report.tally import FATES, Tally


@dataclass
class Overview:
    """implementations: in the order they came. boxes: by theme and implementation, cells by fate. totals: the
    same by implementation. findings: not expected; known: expected; faults: of the harness itself.
    """

    implementations: list[str] = field(default_factory=list)
    boxes: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    totals: dict[str, Counter[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    @property
    def themes(self) -> list[str]:
        """Sorted by name."""
        return sorted(self.boxes)

    @property
    def counts(self) -> Counter[str]:
        """All cells by fate."""
        return sum(self.totals.values(), Counter())


def overview(tally: Tally) -> Overview:
    """What the front page shows of these cells."""
    boxes: dict[str, dict[str, Counter[str]]] = {}
    for implementation, themes in tally.boxes.items():
        for theme, counts in themes.items():
            boxes.setdefault(theme, {})[implementation] = counts
    found, known = tally.found, tally.known
    return Overview(list(tally.boxes), boxes, tally.totals, found.found, known.found, found.faults)


def shares(counts: Counter[str]) -> Iterable[tuple[str, int, float]]:
    """For a bar: each fate, its count, and its share in percent of what could be tried."""
    tried = counts.total() - counts["unsupported"]
    for each in FATES:
        if counts[each] and each != "unsupported":
            yield each, counts[each], 100 * counts[each] / tried
