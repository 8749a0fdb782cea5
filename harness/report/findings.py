"""Findings: failing cells grouped by root cause, which is the implementation and the origin.

A thousand schedules may trip over one mistake. A finding is told once, with the plainest cell that
shows it; which cell that is does not depend on the order in which results come.
"""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass, field

from harness.events import CellResult
from harness.names import FINDINGS, Verdict

#: The command that replays a cell, unless a run needs more words to find it.
REPLAY = "tls-harness replay"


def reproducer(result: CellResult, replay: str = REPLAY) -> str:
    """The shell command that repeats a cell."""
    return f"{replay} {shlex.quote(result.cell)}"


@dataclass
class Finding:
    """One root cause: `example` is its plainest cell, `cells` how many show it, `seen` where."""

    example: CellResult
    cells: int = 0
    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, result: CellResult) -> None:
        """One more cell shows it."""
        self.cells += 1
        self.example = min(self.example, result, key=_plainness)
        for name in ("scenario", "driver", "role", "tls", "peer", "schedule"):
            self.seen.setdefault(name, Counter())[str(getattr(result, name))] += 1

    def names(self, what: str) -> list[str]:
        """The scenarios, drivers, roles, versions, peers or schedules it was seen with, sorted."""
        return sorted(self.seen.get(what, ()))


class Findings:
    """Everything that went wrong in a run, sorted out: `add` results, then look."""

    def __init__(self) -> None:
        self.known: Counter[tuple[str, str]] = Counter()
        self.unsupported: Counter[tuple[str, str]] = Counter()
        self._causes: dict[tuple[bool, str, str], Finding] = {}

    def add(self, result: CellResult) -> None:
        """Take in one result; a passing one leaves no trace."""
        if result.known is not None:
            self.known[result.implementation, result.known] += 1
        elif result.verdict is Verdict.UNSUPPORTED:
            self.unsupported[result.implementation, result.reason.partition(": ")[0]] += 1
        elif result.verdict in FINDINGS or result.verdict is Verdict.ERROR:
            self.enter(result)

    def enter(self, result: CellResult) -> None:
        """Take in a failure, whether it is known or not."""
        key = (result.verdict is Verdict.ERROR, result.implementation, result.origin)
        self._causes.setdefault(key, Finding(result)).add(result)

    @property
    def number(self) -> int:
        """How many findings there are, faults of the harness included."""
        return len(self._causes)

    @property
    def found(self) -> list[Finding]:
        """The findings, the widest first."""
        return self._sorted(ours=False)

    @property
    def faults(self) -> list[Finding]:
        """What the harness itself did wrong, grouped alike."""
        return self._sorted(ours=True)

    def _sorted(self, *, ours: bool) -> list[Finding]:
        causes = [(key, cause) for key, cause in self._causes.items() if key[0] is ours]
        return [cause for _, cause in sorted(causes, key=lambda pair: (-pair[1].cells, pair[0]))]


def _plainness(result: CellResult) -> tuple[bool, int, int, str]:
    """Undisturbed before disturbed, short schedules before long ones, and short names before long ones."""
    return (result.schedule != "straight", len(result.schedule), len(result.cell), result.cell)
