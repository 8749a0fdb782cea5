"""The front page: the matrix of implementations and themes, and every finding once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from harness.events import CellResult
from harness.names import Verdict
from harness.report.findings import Finding, Findings
from harness.site.data import FATES, fate


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


def overview(cells: Sequence[CellResult]) -> Overview:
    """What the front page shows of these cells."""
    found = Overview(list(dict.fromkeys(result.implementation for result in cells)))
    causes, expected = Findings(), Findings()
    for result in cells:
        theme = result.scenario.partition("/")[0]
        box = found.boxes.setdefault(theme, {}).setdefault(result.implementation, Counter())
        box[fate(result)] += 1
        found.totals.setdefault(result.implementation, Counter())[fate(result)] += 1
        if result.known is None:
            causes.add(result)
        elif result.verdict is not Verdict.PASS:
            expected.add(replace(result, known=None))
    found.findings, found.faults = causes.found, causes.faults
    # the copies in which a known failure counts as one are not what is shown
    originals = {result.cell: result for result in cells if result.known is not None}
    for cause in expected.found:
        cause.example = originals[cause.example.cell]
        found.known.append(cause)
    return found


def shares(counts: Counter[str]) -> Iterable[tuple[str, int, float]]:
    """For a bar: each fate, its count, and its share in percent of what could be tried."""
    tried = counts.total() - counts["unsupported"]
    for each in FATES:
        if counts[each] and each != "unsupported":
            yield each, counts[each], 100 * counts[each] / tried
