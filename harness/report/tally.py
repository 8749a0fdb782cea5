"""What many cells come to, counted in one pass, however many they are: all that a summary is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from harness.events import CellResult
from harness.names import FINDINGS, Verdict
from harness.report.findings import Findings

#: What became of a cell, the worst first.
FATES = ("failed", "error", "known", "unsupported", "passed")


def fate(result: CellResult) -> str:
    """One of `FATES`."""
    if result.verdict is Verdict.ERROR:
        return "error"
    if result.verdict in FINDINGS:
        return "failed" if result.known is None else "known"
    return "unsupported" if result.verdict is Verdict.UNSUPPORTED else "passed"


@dataclass
class Tally:
    """Cells by implementation, in the order these came, by theme and fate; what was found, and is known."""

    boxes: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    found: Findings = field(default_factory=Findings)
    known: Findings = field(default_factory=Findings)

    @classmethod
    def of(cls, cells: Iterable[CellResult]) -> Self:
        """The tally of these cells."""
        tally = cls()
        for result in cells:
            tally.add(result)
        return tally

    def add(self, result: CellResult) -> None:
        """Count one more cell."""
        theme = result.scenario.partition("/")[0]
        self.boxes.setdefault(result.implementation, {}).setdefault(theme, Counter())[fate(result)] += 1
        if result.known is None:
            self.found.add(result)
        elif result.verdict is not Verdict.PASS:
            self.known.enter(result)

    @property
    def totals(self) -> dict[str, Counter[str]]:
        """By implementation, cells by fate."""
        return {name: sum(themes.values(), Counter()) for name, themes in self.boxes.items()}

    @property
    def counts(self) -> Counter[str]:
        """All cells by fate."""
        return sum(self.totals.values(), Counter())
